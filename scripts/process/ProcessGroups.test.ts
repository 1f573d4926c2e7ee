import { once } from 'node:events';
import { isAlive } from '../bootstrap/setupLock.mjs';
import { ProcessGroups } from './ProcessGroups';

/** A shell that starts a child in its group, prints the child's pid and waits. */
const withChild = (trap: string) => [
  '-c',
  `${trap} sleep 300 & echo $!; wait; wait`,
];

async function startShell(groups: ProcessGroups, trap = '') {
  const shell = groups.start('sh', withChild(trap), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [data] = await once(shell.stdout!, 'data');
  return { shell, grandchild: Number(data.toString()) };
}

async function isGone(pid: number) {
  for (let i = 0; i < 100 && isAlive(pid); i++) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  return !isAlive(pid);
}

describe('ProcessGroups', () => {
  it('ends a child with all that it started', async () => {
    const groups = new ProcessGroups();
    const { grandchild } = await startShell(groups);
    await groups.endAll();
    expect(await isGone(grandchild)).toBe(true);
  });

  it('ends by force what does not listen', async () => {
    const groups = new ProcessGroups();
    const { shell, grandchild } = await startShell(groups, "trap '' TERM;");
    await groups.end(shell, { graceMilliseconds: 100 });
    expect(shell.signalCode).toBe('SIGKILL');
    expect(await isGone(grandchild)).toBe(true);
  });

  it('ends what a child that ended by itself has left in its group', async () => {
    const groups = new ProcessGroups();
    const shell = groups.start('sh', ['-c', 'sleep 300 & echo $!'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [data] = await once(shell.stdout!, 'data');
    expect(await isGone(Number(data.toString()))).toBe(true);
  });

  it('survives a program that does not exist', async () => {
    const groups = new ProcessGroups();
    const child = groups.start('/does/not/exist', []);
    const [error] = await once(child, 'error');
    expect(error.code).toBe('ENOENT');
    await groups.endAll();
  });
});
