import { generateShop } from './generateShop';

describe('generateShop', () => {
  const shop = generateShop();

  it('makes the same shop in every run', () => {
    expect(generateShop()).toEqual(shop);
  });

  it('makes some thousand rows, in every table', () => {
    const counts = Object.values(shop).map(rows => rows.length);
    expect(Math.min(...counts)).toBeGreaterThan(500);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(
      10_000,
    );
  });

  it('makes totals that are those of the items', () => {
    const totals = new Map<unknown, number>();
    for (const item of shop.order_items) {
      const price = Number(item.quantity) * Number(item.unit_price_cents);
      totals.set(item.order_id, (totals.get(item.order_id) ?? 0) + price);
    }
    for (const { id, total_cents: total } of shop.orders) {
      expect(total).toBe(totals.get(id));
    }
  });

  it('makes no reference twice', () => {
    const references = shop.payments.map(({ reference }) => reference);
    expect(new Set(references).size).toBe(references.length);
  });
});
