import { findReportedDeployment } from './reportedDeployment';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 12, minute));
const gated = {
  id: 'gated',
  gate: 'stage' as const,
  status: 'gated' as const,
  gatedAt: at(10),
};
const bypass = {
  id: 'bypass',
  gate: 'none' as const,
  status: 'running' as const,
  jobId: '72',
  gatedAt: at(8),
  startedAt: at(8),
};

describe('findReportedDeployment', () => {
  it.each([
    ['the only one', [gated], 'gated'],
    [
      'the newest one',
      [{ ...gated, id: 'earlier', gatedAt: at(1), jobId: '70' }, gated],
      'gated',
    ],
    ['one that did not wait for the gate', [gated, bypass], 'bypass'],
    [
      'one that did not wait, and has ended',
      [gated, { ...bypass, finishedAt: at(11) }],
      'bypass',
    ],
    [
      'the newest one after a bypass that had ended before its gate',
      [gated, { ...bypass, finishedAt: at(9) }],
      'gated',
    ],
    [
      'the newest one where its own job confirmed',
      [{ ...gated, jobId: '73' }, bypass],
      'gated',
    ],
    [
      'a bypass after a gated one',
      [gated, { ...bypass, gatedAt: at(20), startedAt: at(20) }],
      'bypass',
    ],
  ])('is %s', (_, deployments, id) => {
    expect(findReportedDeployment(deployments)?.id).toBe(id);
    expect(findReportedDeployment([...deployments].reverse())?.id).toBe(id);
  });

  it('is none where nothing is recorded', () => {
    expect(findReportedDeployment([])).toBeUndefined();
  });
});
