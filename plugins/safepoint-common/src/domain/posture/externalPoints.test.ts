import type { RecoveryPoint } from '../recoveryPoint';
import { newestAvailable } from './newestAvailable';

const point = (
  id: string,
  change: Partial<RecoveryPoint> = {},
): RecoveryPoint => ({
  id,
  instanceId: 'i',
  trigger: 'scheduled',
  status: 'available',
  stateAt: new Date(`2026-03-10T0${id.slice(1)}:00:00Z`),
  createdAt: new Date('2026-03-10T00:00:00Z'),
  level: 'L0',
  ...change,
});
const external = { trigger: 'external' } as const;

describe('what was made elsewhere', () => {
  it.each<[string, RecoveryPoint[], string | undefined]>([
    [
      'counts where nothing else was ever saved',
      [point('P1', external), point('P2', external)],
      'P2',
    ],
    [
      'hides no backup that is older',
      [point('P1'), point('P2', external)],
      'P1',
    ],
    [
      'hides no backup that failed',
      [point('P1', { status: 'failed' }), point('P2', external)],
      undefined,
    ],
    [
      'hides no backup that was deleted',
      [point('P1', { status: 'deleted' }), point('P2', external)],
      undefined,
    ],
    [
      'does not count in quarantine',
      [point('P1', { ...external, quarantined: true })],
      undefined,
    ],
  ])('%s', (_, points, expected) => {
    expect(newestAvailable(points)?.id).toBe(expected);
  });
});
