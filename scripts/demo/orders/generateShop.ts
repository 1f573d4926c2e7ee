import { createRandom, type Random } from './createRandom';

/** Rows by table, in an order in which references hold. */
export interface Shop {
  customers: Row[];
  orders: Row[];
  order_items: Row[];
  payments: Row[];
  events: Row[];
}
type Row = Record<string, unknown>;

const seed = 20261123;
const customerCount = 900;
const orderCount = 2600;
const dayMilliseconds = 86_400_000;
const opened = Date.UTC(2026, 0, 5, 8);

const firstNames = [
  'Ada',
  'Bjørn',
  'Chloé',
  'Dávid',
  'Elif',
  'Fátima',
  'Gino',
  'Hana',
  'İpek',
  'Jürgen',
  'Kofi',
  'Łucja',
  'Mei',
  'Niamh',
  'Oksana',
  'Petra',
  'Zoë',
];
const lastNames = [
  'Adeyemi',
  'Björk',
  'Çelik',
  "D'Angelo",
  'Eriksen',
  'Fischer',
  'García',
  'Horváth',
  'Ito',
  'Jansen',
  'Kowalska',
  'Løvland',
  'Müller',
  "O'Neill",
  'Park',
];
const cities = [
  'Bergen',
  'Gdańsk',
  'Izmir',
  'Lyon',
  'Oslo',
  'Porto',
  'Šibenik',
];
const interests = ['garden', 'kitchen', 'music', 'sailing', 'tools', 'travel'];
const products = [
  { sku: 'LMP-100', title: 'Lamp, brass', cents: 8900 },
  { sku: 'KTL-220', title: 'Kettle 2 l', cents: 4250 },
  { sku: 'RPE-012', title: 'Rope 12 mm, per metre', cents: 320 },
  { sku: 'CHR-001', title: 'Chair "Fjord"', cents: 24900 },
  { sku: 'MUG-004', title: 'Mugs\tset of four', cents: 2990 },
  { sku: 'BRM-007', title: 'Barometer', cents: 15750 },
];
const methods = ['card', 'invoice', 'transfer'];
const statuses = ['placed', 'paid', 'shipped', 'delivered', 'cancelled'];
const stepsUpTo: Record<string, string[]> = {
  placed: ['placed'],
  paid: ['placed', 'paid'],
  shipped: ['placed', 'paid', 'packed', 'shipped'],
  delivered: ['placed', 'paid', 'packed', 'shipped', 'delivered'],
  cancelled: ['placed', 'cancelled'],
};

/** The data of a shop that has been open for some months; the same in every run. */
export function generateShop(): Shop {
  const random = createRandom(seed);
  const customers = Array.from({ length: customerCount }, (_, index) =>
    makeCustomer(random, index + 1),
  );
  const shop: Shop = {
    customers,
    orders: [],
    order_items: [],
    payments: [],
    events: [],
  };
  for (let id = 1; id <= orderCount; id += 1) addOrder(shop, random, id);
  return shop;
}

function at(day: number, second: number): string {
  return new Date(opened + day * dayMilliseconds + second * 1000).toISOString();
}

function makeCustomer(random: Random, id: number): Row {
  const first = random.pick(firstNames);
  const last = random.pick(lastNames);
  return {
    id,
    name: `${first} ${last}`,
    email: `customer${id}@mail.example`,
    city: random.pick(cities),
    interests: interests.filter(() => random.between(0, 3) === 0),
    created_at: at(random.between(0, 30), random.between(0, 80_000)),
  };
}

function addOrder(shop: Shop, random: Random, id: number) {
  const day = 30 + Math.floor((id / orderCount) * 280);
  const status = random.pick(statuses);
  const items = Array.from({ length: random.between(1, 4) }, (_, index) => {
    const { sku, title, cents } = random.pick(products);
    return {
      order_id: id,
      line: index + 1,
      sku,
      title,
      quantity: random.between(1, 5),
      unit_price_cents: cents,
    };
  });
  const total = items.reduce(
    (sum, item) => sum + item.quantity * item.unit_price_cents,
    0,
  );
  shop.order_items.push(...items);
  shop.orders.push({
    id,
    customer_id: random.between(1, customerCount),
    status,
    total_cents: total,
    currency: 'EUR',
    placed_at: at(day, random.between(0, 80_000)),
  });
  for (const [index, kind] of stepsUpTo[status].entries()) {
    shop.events.push({
      id: shop.events.length + 1,
      order_id: id,
      kind,
      details: {
        by: random.pick(['shop', 'warehouse', 'carrier']),
        try: index,
      },
      happened_at: at(day + index, random.between(0, 80_000)),
    });
  }
  if (['placed', 'cancelled'].includes(status)) return;
  shop.payments.push({
    id: shop.payments.length + 1,
    order_id: id,
    method: random.pick(methods),
    amount_cents: total,
    reference: random.hex(32),
    paid_at: at(day, random.between(80_000, 86_000)),
  });
}
