import { type QuietTime, quietUntil, weekdays } from './quietTimes';

const nights: QuietTime = {
  days: [...weekdays],
  from: '22:00',
  to: '07:00',
  timezone: 'Europe/Berlin',
};
const weekend: QuietTime = {
  days: ['sat', 'sun'],
  from: '00:00',
  to: '00:00',
  timezone: 'Europe/Berlin',
};

it.each([
  ['by day', [nights], '2026-03-10T12:00:00Z', undefined],
  ['in the evening', [nights], '2026-03-10T21:30:10Z', '2026-03-11T06:00:00Z'],
  ['after midnight', [nights], '2026-03-11T02:00:00Z', '2026-03-11T06:00:00Z'],
  [
    'at its first minute',
    [nights],
    '2026-03-10T21:00:00Z',
    '2026-03-11T06:00:00Z',
  ],
  ['at its end', [nights], '2026-03-11T06:00:00Z', undefined],
  [
    'in the night that is an hour shorter',
    [nights],
    '2026-03-28T23:00:00Z',
    '2026-03-29T05:00:00Z',
  ],
  [
    'in the night that is an hour longer',
    [nights],
    '2026-10-24T23:00:00Z',
    '2026-10-25T06:00:00Z',
  ],
  [
    'over a weekend and the night after it',
    [nights, weekend],
    '2026-03-13T22:00:00Z',
    '2026-03-16T06:00:00Z',
  ],
  [
    'in the night before a working day',
    [{ ...nights, days: ['fri'] as QuietTime['days'] }],
    '2026-03-12T23:00:00Z',
    undefined,
  ],
  [
    'in the second half of a night that began on its day',
    [{ ...nights, days: ['fri'] as QuietTime['days'] }],
    '2026-03-14T03:00:00Z',
    '2026-03-14T06:00:00Z',
  ],
])('%s', (_, times, now, expected) => {
  expect(quietUntil(times, new Date(now))?.toISOString()).toBe(
    expected && new Date(expected).toISOString(),
  );
});
