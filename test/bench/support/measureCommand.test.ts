import { measureCommand } from './measureCommand';
import { parseTimes } from './parseTimes';
import { treeKiB } from './ProcessTreeSampler';

const { signal } = new AbortController();
const node = (script: string) => [process.execPath, '-e', script];

describe('measureCommand', () => {
  it('counts the CPU of grandchildren and the memory that they held', async () => {
    const busy =
      'const b = Buffer.alloc(80 * 2 ** 20, 1); for (const t = Date.now(); Date.now() - t < 400;) b[0]++';
    const parent = `require('child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(
      busy,
    )}])`;
    const run = await measureCommand(node(parent), { signal });
    // On a loaded machine a busy loop gets less CPU than it takes time, never more.
    expect(run.cpuSeconds).toBeGreaterThan(0.1);
    expect(run.peakRssMiB).toBeGreaterThan(80);
  });

  it('throws when the command fails, with what it said', async () => {
    await expect(
      measureCommand(node('console.error("disk full"); process.exit(3)'), {
        signal,
      }),
    ).rejects.toThrow(/ended with 3:\ndisk full/);
  });

  it('ends the command when it is stopped', async () => {
    const controller = new AbortController();
    const run = measureCommand(node('setTimeout(() => {}, 60000)'), {
      signal: controller.signal,
    });
    controller.abort(new Error('stopped'));
    await expect(run).rejects.toThrow('stopped');
  });
});

it('reads bash’s times', () => {
  expect(parseTimes('0m0.001s 0m0.002s\n1m2.500s 0m0.250s\n')).toBeCloseTo(
    62.75,
  );
  expect(() => parseTimes('nothing')).toThrow('Cannot read');
});

it('adds up a tree and leaves other processes out', () => {
  const all = [
    { pid: 1, parent: 0, rssKiB: 1000 },
    { pid: 2, parent: 1, rssKiB: 10 },
    { pid: 3, parent: 2, rssKiB: 5 },
    { pid: 4, parent: 1, rssKiB: 100 },
  ];
  expect(treeKiB(all, 2)).toBe(15);
  expect(treeKiB(all, 9)).toBe(0);
});
