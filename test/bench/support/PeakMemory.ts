import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Watches the most memory that one process has held; what it starts is not counted. Linux keeps that maximum
 * itself, so that looking seldom loses nothing; elsewhere it is the largest of what was seen.
 */
export class PeakMemory {
  #peakKiB = 0;

  constructor(private readonly pid: number) {}

  get mebibytes(): number {
    return this.#peakKiB / 1024;
  }

  look(): void {
    try {
      this.#peakKiB = Math.max(this.#peakKiB, readKiB(this.pid));
    } catch {
      // It has ended.
    }
  }
}

function readKiB(pid: number): number {
  if (process.platform !== 'linux') {
    const rss = execFileSync('ps', ['-o', 'rss=', '-p', `${pid}`]);
    return Number(rss.toString());
  }
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0);
}
