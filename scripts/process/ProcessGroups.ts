import {
  spawn,
  type ChildProcess,
  type SpawnOptions,
} from 'node:child_process';

const defaultGraceMilliseconds = 10_000;

/**
 * Child processes, each the leader of its own group, so that one signal reaches whatever it starts. The
 * starter (`bootstrap/runMain.mjs`) is told of each group and ends what this process could not end.
 */
export class ProcessGroups {
  readonly #running = new Map<ChildProcess, Promise<void>>();

  start(
    file: string,
    args: string[],
    options: SpawnOptions = {},
  ): ChildProcess {
    const child = spawn(file, args, { ...options, detached: true });
    const ended = new Promise<void>(resolve => {
      child.once('error', () => resolve());
      child.once('exit', () => resolve());
    }).then(() => {
      this.#running.delete(child);
      // What the leader left behind in its group goes with it.
      signalGroup(child, 'SIGKILL');
      if (child.pid) tellStarter({ ended: child.pid });
    });
    this.#running.set(child, ended);
    if (child.pid) tellStarter({ started: child.pid });
    return child;
  }

  /** Ends one group: politely, and by force when the grace is over. Safe to repeat. */
  async end(
    child: ChildProcess,
    options: { signal?: NodeJS.Signals; graceMilliseconds?: number } = {},
  ): Promise<void> {
    const ended = this.#running.get(child);
    if (!ended) return;
    signalGroup(child, options.signal ?? 'SIGTERM');
    const timer = setTimeout(
      () => signalGroup(child, 'SIGKILL'),
      options.graceMilliseconds ?? defaultGraceMilliseconds,
    );
    await ended;
    clearTimeout(timer);
  }

  /** Ends all groups, the youngest first. */
  async endAll(): Promise<void> {
    for (const child of [...this.#running.keys()].reverse()) {
      await this.end(child);
    }
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals) {
  if (!child.pid) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

function tellStarter(message: { started: number } | { ended: number }) {
  if (process.connected) process.send?.(message);
}
