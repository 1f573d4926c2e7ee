import { runPaired, type Side } from './runPaired';

it('alternates, leaves the warm-up out and compares pair by pair', async () => {
  const order: string[] = [];
  const side = (name: string, seconds: number[]): Side => ({
    command: `run ${name}`,
    run: async () => {
      order.push(name);
      return {
        seconds: seconds.shift()!,
        cpuSeconds: 1,
        peakRssMiB: seconds.length,
      };
    },
  });

  const result = await runPaired({
    ours: side('ours', [99, 1, 2, 6]),
    peers: { pipe: side('pipe', [99, 2, 2, 4]) },
    runs: 3,
    signal: new AbortController().signal,
    say: () => {},
  });

  expect(order.join(' ')).toBe('ours pipe pipe ours ours pipe pipe ours');
  expect(result).toEqual({
    ours: { medianSeconds: 2, cpuSeconds: 1, peakRssMiB: 2, runs: 3 },
    peers: {
      pipe: {
        command: 'run pipe',
        medianSeconds: 2,
        cpuSeconds: 1,
        pairedRatio: 1,
      },
    },
  });
});
