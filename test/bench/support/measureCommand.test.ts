import { measureCommand } from './measureCommand';
import { parseTimes } from './parseTimes';

const { signal } = new AbortController();
const node = (script: string) => [process.execPath, '-e', script];

describe('measureCommand', () => {
  it('counts the CPU of what the command starts', async () => {
    const busy = 'for (const t = Date.now(); Date.now() - t < 400;);';
    const parent = `require('child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(
      busy,
    )}])`;
    const run = await measureCommand(node(parent), { signal });
    // On a loaded machine a busy loop gets less CPU than it takes time, never more.
    expect(run.cpuSeconds).toBeGreaterThan(0.1);
  });

  it('finds the most memory that the command itself has held', async () => {
    const large =
      'let all = Buffer.alloc(80 * 2 ** 20, 1); setTimeout(() => { all = undefined; }, 100); setTimeout(() => {}, 300)';
    const [own, other] = [
      await measureCommand(node(large), { signal }),
      await measureCommand(
        node(
          `require('child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(
            large,
          )}])`,
        ),
        { signal },
      ),
    ];
    expect(own.peakRssMiB).toBeGreaterThan(80);
    expect(other.peakRssMiB).toBeGreaterThan(10);
    expect(other.peakRssMiB).toBeLessThan(80);
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
