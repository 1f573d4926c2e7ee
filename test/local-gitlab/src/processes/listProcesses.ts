import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** One row of the process table. */
export interface ProcessEntry {
  pid: number;
  parent: number;
  group: number;
  /** Dead, and waiting for its parent to take notice. */
  zombie: boolean;
}

/** The machine's processes: from /proc where there is one, from `ps` elsewhere. */
export function listProcesses(): ProcessEntry[] {
  return existsSync('/proc/self/stat') ? listFromProc() : listFromPs();
}

function listFromProc(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      const stat = readOrNothing(`/proc/${name}/stat`);
      if (stat === undefined) return [];
      // The command's name stands in parentheses and may hold anything, parentheses too.
      const [state, parent, group] = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ');
      return [
        {
          pid: Number(name),
          parent: Number(parent),
          group: Number(group),
          zombie: state === 'Z',
        },
      ];
    });
}

function listFromPs(): ProcessEntry[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat='], {
    encoding: 'utf8',
  });
  return table
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .map(([pid, parent, group, state]) => ({
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      zombie: state.startsWith('Z'),
    }));
}

/** Tells whether a process was started with this entry (`NAME=value`) in its environment; Linux only. */
export function hasEnvironmentEntry(pid: number, entry: string): boolean {
  return (readOrNothing(`/proc/${pid}/environ`) ?? '')
    .split('\0')
    .includes(entry);
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process ended meanwhile, or belongs to somebody else: either way it is none of ours.
    return undefined;
  }
}
