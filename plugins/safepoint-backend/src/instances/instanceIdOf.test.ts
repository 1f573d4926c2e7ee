import { instanceIdOf } from './instanceIdOf';

it('is the same for the same instance and another for any other', () => {
  const id = instanceIdOf('resource:default/orders-db', 'production');
  expect(instanceIdOf('resource:default/orders-db', 'production')).toBe(id);
  expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  const others = [
    ['resource:default/orders-db', 'staging'],
    ['resource:default/orders', 'db/production'],
    ['resource:other/orders-db', 'production'],
  ].map(([ref, environment]) => instanceIdOf(ref, environment));
  expect(new Set([id, ...others]).size).toBe(4);
});
