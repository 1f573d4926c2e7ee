import { dirname, join } from 'node:path';
import { findMissingTools, requireServer } from '../support/servers';
import { RecoveryWorld } from '../support/world/RecoveryWorld';
import { runProgram } from '../support/world/runProgram';

jest.setTimeout(180_000);

const agent = join(
  dirname(require.resolve('@safepoint/agent/package.json')),
  'dist/safepoint.cjs',
);

/** About 60 MB that no compression makes smaller. */
const noise = `
  create table noise (id int primary key, data bytea);
  alter table noise alter data set storage external;
  insert into noise
    select g, (select string_agg(sha512((g || '-' || h)::bytea), '') from generate_series(1, 128) h)
      from generate_series(1, 7000) g;`;

const eraseLine = '\r\u001b[2K';

/** What stands on the screen in the end: a line that was taken back is gone. */
function linesOf(output: string): string[] {
  return output
    .split(/\r?\n/)
    .map(line => line.slice(line.lastIndexOf(eraseLine) + 1))
    .map(line => (line.startsWith('\u001b[2K') ? line.slice(4) : line));
}

// macOS has another `script`; what is tested is the same there.
const onTerminal =
  process.platform === 'linux' && !findMissingTools(['script']).length
    ? requireServer('postgres')
    : describe.skip;

onTerminal('the agent on a terminal', () => {
  let world: RecoveryWorld;

  beforeAll(async () => {
    world = await RecoveryWorld.start();
    await world.store.run(noise);
  });

  afterAll(() => world?.stop());

  it('shows how far it has come in a line that is gone when it says something', async () => {
    const ended = await runProgram(
      'script',
      ['-qec', 'stty cols 60; exec "$NODE" "$AGENT" backup', '/dev/null'],
      {
        cwd: world.folder,
        env: {
          ...(await world.jobVariables()),
          NODE: process.execPath,
          AGENT: agent,
          TERM: 'xterm',
          SHELL: '/bin/sh',
        },
      },
    );

    expect(ended.code).toBe(0);
    const shown = ended.output
      .split(eraseLine)
      .filter(text => text && !text.includes('\n'));
    expect(shown.length).toBeGreaterThan(0);
    for (const text of shown) {
      expect(text).toMatch(/^resource:default\/orders-db: [\d.]+ \w+/);
      expect(text.length).toBeLessThan(60);
    }
    const lines = linesOf(ended.output).filter(Boolean);
    expect(lines).toEqual([
      expect.stringMatching(/^Run \w+ \(backup\) was opened\.$/),
      expect.stringMatching(/^resource:default\/orders-db: backing up as/),
      expect.stringMatching(/^resource:default\/orders-db: .* uploaded;/),
      expect.stringMatching(/^Saved resource:default\/orders-db /),
    ]);
  });
});
