import { addRuns, measureInTurn } from './measureInTurn';

it('adds up what takes time and takes the most of what takes room', () => {
  expect(
    addRuns([
      { seconds: 1, cpuSeconds: 0.5, peakRssMiB: 30 },
      { seconds: 2, cpuSeconds: 0.25, peakRssMiB: 20 },
    ]),
  ).toEqual({ seconds: 3, cpuSeconds: 0.75, peakRssMiB: 30 });
});

it('stops at the first command that fails', async () => {
  const { signal } = new AbortController();
  await expect(
    measureInTurn([
      { command: ['false'], signal },
      { command: ['sleep', '60'], signal },
    ]),
  ).rejects.toThrow('false ended with 1');
});
