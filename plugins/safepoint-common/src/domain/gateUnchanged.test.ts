import { type DataChangeFacts, findPendingChange } from './gateUnchanged';

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 1, 12, minutes));
const deployed: DataChangeFacts['deployments'][number] = {
  id: 'D1',
  status: 'succeeded',
  gate: 'strict',
  gatedAt: at(10),
};
const skipped = {
  ...deployed,
  id: 'D2',
  gate: 'skipped',
  gatedAt: at(20),
} as const;

function facts(changes: Partial<DataChangeFacts>): DataChangeFacts {
  return { rule: 'paths', deployments: [deployed], ...changes };
}

describe('findPendingChange', () => {
  it.each<[string, DataChangeFacts]>([
    ['the last deployment that may have touched data succeeded', facts({})],
    [
      'only skipped ones came since',
      facts({ deployments: [skipped, deployed] }),
    ],
    [
      'a skipped one failed since, which changed no data',
      facts({ deployments: [{ ...skipped, status: 'failed' }, deployed] }),
    ],
    ['a gate failed before it', facts({ gateFailedAt: at(5) })],
  ])('finds none where %s', (_, given) => {
    expect(findPendingChange(given)).toBeUndefined();
  });

  it.each<[string, DataChangeFacts, RegExp]>([
    [
      'nothing was deployed yet',
      facts({ deployments: [] }),
      /no deployment went through/,
    ],
    [
      'only skipped ones are known',
      facts({ deployments: [skipped] }),
      /no deployment went through/,
    ],
    [
      'the last one failed',
      facts({ deployments: [skipped, { ...deployed, status: 'failed' }] }),
      /D1, .* is failed/,
    ],
    [
      'the end of the last one is unknown',
      facts({ deployments: [{ ...deployed, status: 'abandoned' }] }),
      /is abandoned/,
    ],
    [
      'the last one was a bypass',
      facts({ deployments: [{ ...deployed, gate: 'none' }] }),
      /went past the gate/,
    ],
    [
      'the last one was marked bad',
      facts({
        deployments: [
          {
            ...deployed,
            markedBad: {
              since: at(11),
              by: 'user:default/dana',
              at: at(12),
              reason: 'x',
            },
          },
        ],
      }),
      /was marked bad/,
    ],
    [
      'a gate failed since',
      facts({ deployments: [skipped, deployed], gateFailedAt: at(15) }),
      /a gate failed at 2026-11-01T12:15/,
    ],
  ])('finds one where %s', (_, given, reason) => {
    expect(findPendingChange(given)).toMatch(reason);
  });
});
