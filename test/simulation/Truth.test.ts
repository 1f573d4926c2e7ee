import { day, hour, makeFleet } from './fleet';
import { Truth } from './Truth';

const store = {
  ...makeFleet({ seed: 1, stores: 1, span: { from: 0, until: 1 } }).stores[0],
  knownSince: 0,
};
store.tier = {
  ...store.tier,
  objectives: {
    rpoSeconds: 3_600,
    rtoSeconds: 1,
    verifiedWithinSeconds: 86_400,
    verificationLevel: 'L3',
  },
};
const backup = (stateAt: number, good = true) => ({
  startedAt: stateAt,
  stateAt,
  at: stateAt + 1_000,
  good,
});

it('counts an RPO from the state, and a miss until a newer one is there', () => {
  const truth = new Truth(store);
  truth.backupEnded(backup(0.5 * hour));
  truth.backupEnded(backup(1 * hour));
  truth.backupEnded(backup(3 * hour, false));
  truth.backupEnded(backup(4 * hour));
  expect(truth.misses(4.5 * hour, 0)).toEqual([
    { code: 'rpo-missed', from: 2 * hour + 1, until: 4 * hour + 1_000 },
    {
      code: 'last-backup-failed',
      from: 3 * hour + 1_000,
      until: 4 * hour + 1_000,
    },
  ]);
});

it('goes back to an older state when the newest is gone, and to none', () => {
  const truth = new Truth(store);
  truth.backupEnded(backup(0.5 * hour));
  truth.backupEnded(backup(1 * hour));
  truth.foundMissing(1 * hour, 1.75 * hour);
  truth.dealtWith(1.9 * hour);
  truth.foundMissing(0.5 * hour, 2 * hour);
  expect(truth.misses(4 * hour, 0)).toEqual([
    { code: 'rpo-missed', from: 1.75 * hour, until: 2 * hour },
    { code: 'never-saved', from: 2 * hour, until: 4 * hour },
    { code: 'recovery-points-missing', from: 1.75 * hour, until: 1.9 * hour },
    { code: 'recovery-points-missing', from: 2 * hour, until: 4 * hour },
  ]);
});

it('knows what was never saved or proven, and what of a proof is left', () => {
  const truth = new Truth(store);
  truth.drillEnded({ startedAt: 0, at: 2 * day, good: true });
  truth.drillEnded({ startedAt: 0, at: 2.5 * day, good: false });
  expect(truth.misses(4 * day, 0)).toEqual([
    { code: 'never-saved', from: hour, until: 4 * day },
    { code: 'never-verified', from: day, until: 2 * day },
    { code: 'proof-stale', from: 3 * day + 1, until: 4 * day },
    { code: 'drill-failed', from: 2.5 * day, until: 4 * day },
  ]);
});
