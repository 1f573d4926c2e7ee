import { findDataAtStake, type KnownContent } from './dataAtStake';
import type { Deployment } from './deployment';

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 0, minutes));
const content = (
  id: string,
  minutes: number,
  tables: Record<string, [number, string]> | undefined,
  algorithm = 'v1',
): KnownContent => ({
  recoveryPointId: id,
  stateAt: at(minutes),
  fingerprint: tables && {
    algorithm,
    tables: Object.entries(tables).map(([name, [rows, hash]]) => ({
      name,
      rows,
      hash,
    })),
  },
});
const deployment = (id: string, minutes: number): Deployment => ({
  id,
  entityRef: `component:default/${id}`,
  environment: 'production',
  status: 'failed',
  gatedAt: at(minutes),
});
const good = content('good', 10, { a: [3, '01'], b: [5, '02'], c: [1, '03'] });

describe('findDataAtStake', () => {
  it('counts the time since the state, and the deployments since then', () => {
    const found = findDataAtStake({
      point: good,
      later: [],
      deployments: [
        deployment('before', 9),
        deployment('orders', 11),
        deployment('billing', 20),
      ],
      now: at(25),
    });
    expect(found).toMatchObject({ since: at(10), seconds: 900, tables: [] });
    expect(found.comparedWith).toBeUndefined();
    expect(found.deployments.map(({ id }) => id)).toEqual([
      'billing',
      'orders',
    ]);
  });

  it('says which tables the newest point since has otherwise', () => {
    expect(
      findDataAtStake({
        point: good,
        later: [
          content('old', 5, { a: [1, '09'] }),
          content('newest', 30, { a: [3, '01'], b: [5, '0f'], d: [9, '04'] }),
          content('between', 20, { a: [4, '08'] }),
        ],
        deployments: [],
        now: at(40),
      }),
    ).toMatchObject({
      comparedWith: { recoveryPointId: 'newest', stateAt: at(30) },
      tables: [
        { name: 'b', rowsThen: 5, rowsSince: 5 },
        { name: 'c', rowsThen: 1, rowsSince: undefined },
        { name: 'd', rowsThen: undefined, rowsSince: 9 },
      ],
    });
  });

  it('compares no hashes of different algorithms', () => {
    expect(
      findDataAtStake({
        point: good,
        later: [
          content(
            'newest',
            30,
            { a: [3, 'ff'], b: [6, 'ff'], c: [1, 'ff'] },
            'v2',
          ),
        ],
        deployments: [],
        now: at(40),
      }).tables,
    ).toEqual([{ name: 'b', rowsThen: 5, rowsSince: 6 }]);
  });

  it('claims nothing of the tables when a point says nothing of them', () => {
    expect(
      findDataAtStake({
        point: good,
        later: [content('newest', 30, undefined)],
        deployments: [],
        now: at(40),
      }),
    ).not.toHaveProperty('comparedWith');
  });
});
