import fc from 'fast-check';
import { keptName, restoredName } from './databaseNames';

it('never exceeds what PostgreSQL keeps of a name, and never loses the label', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^[a-z0-9]{1,26}$/),
      (live, label) => {
        for (const name of [restoredName(live, label), keptName(live, label)]) {
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
          expect(name.endsWith(`_${label}`)).toBe(true);
        }
      },
    ),
  );
});

it('keeps quotes and other surprises out of the label', () => {
  expect(restoredName('orders', `x"; drop 'y`)).toBe(
    'orders_restored_x___drop__y',
  );
});
