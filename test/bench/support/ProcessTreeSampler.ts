import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

interface ProcessMemory {
  pid: number;
  parent: number;
  rssKiB: number;
}

/** Watches how much memory a process and all below it hold together. */
export class ProcessTreeSampler {
  readonly #root: number;
  #peakKiB = 0;

  constructor(root: number) {
    this.#root = root;
  }

  get peakRssMiB(): number {
    return this.#peakKiB / 1024;
  }

  sample(): void {
    const all = readProcesses();
    this.#peakKiB = Math.max(this.#peakKiB, treeKiB(all, this.#root));
  }
}

/** The memory of a process and all below it. */
export function treeKiB(all: ProcessMemory[], root: number): number {
  const below = all.filter(({ parent }) => parent === root);
  const own = all.find(({ pid }) => pid === root)?.rssKiB ?? 0;
  return below.reduce((sum, { pid }) => sum + treeKiB(all, pid), own);
}

function readProcesses(): ProcessMemory[] {
  return process.platform === 'linux' ? readProc() : readPs();
}

function readProc(): ProcessMemory[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'latin1');
        const value = (key: string) =>
          Number(status.match(new RegExp(`^${key}:\\s+(\\d+)`, 'm'))?.[1] ?? 0);
        return [
          { pid: Number(name), parent: value('PPid'), rssKiB: value('VmRSS') },
        ];
      } catch {
        // It ended while we were looking.
        return [];
      }
    });
}

function readPs(): ProcessMemory[] {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], {
    encoding: 'utf8',
  });
  return text
    .trim()
    .split('\n')
    .map(line => {
      const [pid, parent, rssKiB] = line.trim().split(/\s+/).map(Number);
      return { pid, parent, rssKiB };
    });
}
