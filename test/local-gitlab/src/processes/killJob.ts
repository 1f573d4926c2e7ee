import { hasEnvironmentEntry, listProcesses } from './listProcesses';

/** Name of the variable that marks every process of a job, so that none is left behind. */
export const jobMarkerVariable = 'LOCAL_GITLAB_JOB_MARKER';

/**
 * Kills what a job started: the process, its descendants, their process groups, and, where the system shows a
 * process's environment, the ones that detached themselves but still carry the job's marker.
 * Repeats until none is found, because a process may fork while it is being killed.
 */
export function killJob(leader: number | undefined, marker: string): void {
  for (let round = 0; round < 20; round++) {
    const victims = findVictims(leader, marker);
    if (victims.length === 0) return;
    victims.forEach(kill);
  }
}

function findVictims(leader: number | undefined, marker: string): number[] {
  const all = listProcesses();
  const groups = new Set<number>(leader === undefined ? [] : [leader]);
  const found = new Set<number>(leader === undefined ? [] : [leader]);
  let before = -1;
  while (before !== found.size) {
    before = found.size;
    for (const entry of all) {
      if (found.has(entry.parent) || groups.has(entry.group))
        found.add(entry.pid);
    }
  }
  for (const entry of all) {
    if (hasEnvironmentEntry(entry.pid, `${jobMarkerVariable}=${marker}`))
      found.add(entry.pid);
  }
  // A zombie is dead already, and stays in the table until its parent looks.
  return all
    .filter(
      entry =>
        found.has(entry.pid) && !entry.zombie && entry.pid !== process.pid,
    )
    .map(entry => entry.pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}
