import { findOpenWindow, type MaintenanceWindow } from './window';

const night: MaintenanceWindow = {
  name: 'night',
  begins: { cron: '0 22 * * 6', timezone: 'Europe/Berlin' },
  durationSeconds: 6 * 3_600,
};
const subject = {
  entityRef: 'resource:default/orders-db',
  environment: 'production',
  kind: 'backup' as const,
};
const open = (window: Partial<MaintenanceWindow>, now: string) =>
  findOpenWindow([{ ...night, ...window }], subject, new Date(now))?.endsAt;

it.each([
  ['2026-03-28T20:59:59Z', undefined],
  ['2026-03-28T21:00:00Z', '2026-03-29T03:00:00.000Z'],
  ['2026-03-29T02:59:59Z', '2026-03-29T03:00:00.000Z'],
  ['2026-03-29T03:00:00Z', undefined],
])('at %s it ends at %s', (now, endsAt) => {
  expect(open({}, now)?.toISOString()).toBe(endsAt);
});

it.each<[string, Partial<MaintenanceWindow>, boolean]>([
  ['its environment', { environments: ['production'] }, true],
  ['another environment', { environments: ['staging'] }, false],
  ['its work', { work: ['backup'] }, true],
  ['other work', { work: ['drill'] }, false],
  ['its entity', { entities: ['Resource:default/orders-db'] }, true],
  ['a pattern of it', { entities: ['resource:default/*'] }, true],
  ['a pattern with several parts', { entities: ['*:default/*-db'] }, true],
  ['anything', { entities: ['*'] }, true],
  ['another end', { entities: ['resource:default/*-cache'] }, false],
  ['no pattern', { entities: [] }, false],
])('is for whom it names: %s', (_, window, isFor) => {
  const endsAt = open(window, '2026-03-28T22:00:00Z');
  expect(endsAt !== undefined).toBe(isFor);
});

it('ends with the last of several', () => {
  const longer = { ...night, name: 'longer', durationSeconds: 8 * 3_600 };
  expect(
    findOpenWindow([night, longer], subject, new Date('2026-03-28T22:00:00Z')),
  ).toMatchObject({ name: 'longer' });
});
