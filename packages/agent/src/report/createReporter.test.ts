import { createReporter } from './createReporter';

const eraseLine = '\r\u001b[2K';

function open(options: { isTTY: boolean; log?: 'human' | 'json' }) {
  const written: string[] = [];
  let now = 0;
  const stream = {
    isTTY: options.isTTY,
    columns: 60,
    write: (text: string) => written.push(text),
  } as unknown as NodeJS.WriteStream;
  const reporter = createReporter({
    log: options.log ?? 'human',
    stdout: stream,
    stderr: stream,
    now: () => new Date(now),
  });
  const progress = (name: string, bytes: number, at: number) => {
    now = at;
    const entityRef = `resource:default/${name}`;
    const phase = 'transfer';
    reporter.report({ event: 'progress', entityRef, phase, bytes, seconds: 1 });
  };
  return { reporter, progress, written };
}

it('overwrites one line on a terminal, five times a second at most', () => {
  const { progress, written } = open({ isTTY: true });
  progress('a', 1024, 0);
  progress('a', 2048, 100);
  progress('a', 4096, 200);
  expect(written).toEqual([
    `${eraseLine}resource:default/a: 1.0 KiB, 1.0 KiB/s`,
    `${eraseLine}resource:default/a: 4.0 KiB, 4.0 KiB/s`,
  ]);
});

it('takes the line away before it says something, and at the end', () => {
  const { reporter, progress, written } = open({ isTTY: true });
  progress('a', 1024, 0);
  reporter.say('Done.');
  progress('a', 2048, 500);
  reporter.close();
  reporter.close();
  expect(written.slice(1, 3)).toEqual([eraseLine, 'Done.\n']);
  expect(written.slice(4)).toEqual([eraseLine]);
});

it('shows no store that is done', () => {
  const { reporter, progress, written } = open({ isTTY: true });
  progress('a', 1024, 0);
  reporter.report({
    event: 'backup-completed',
    entityRef: 'resource:default/a',
  });
  progress('b', 1024, 500);
  expect(written.at(-1)).toBe(
    `${eraseLine}resource:default/b: 1.0 KiB, 1.0 KiB/s`,
  );
});

it.each([{ isTTY: false }, { isTTY: true, log: 'json' as const }])(
  'shows no such line with %p',
  options => {
    const { progress, written } = open(options);
    progress('a', 1024, 0);
    expect(written).toEqual([]);
  },
);
