import { renderProgress, type StoreProgress } from './renderProgress';
import type { AgentEvent } from './Reporter';

const intervalMilliseconds = 200;
const eraseLine = '\r\u001b[2K';
const endings = new Set(['backup-completed', 'backup-failed']);

/** A line that overwrites itself, on a terminal only, with all stores that are being worked on. */
export function createProgressLine(stderr: NodeJS.WriteStream) {
  const stores = new Map<string, StoreProgress>();
  let shown = false;
  let last = -Infinity;
  return {
    show(event: AgentEvent, now: number) {
      // The board reports it with all fields of a store's progress.
      const progress = event as AgentEvent & StoreProgress;
      stores.set(progress.entityRef, progress);
      if (!stderr.isTTY || now - last < intervalMilliseconds) return;
      last = now;
      shown = true;
      const line = renderProgress([...stores.values()], stderr.columns || 80);
      stderr.write(eraseLine + line);
    },
    /** A store that is done is not shown any more. */
    forget({ event, entityRef }: AgentEvent) {
      if (endings.has(event)) stores.delete(String(entityRef));
    },
    clear() {
      if (shown) stderr.write(eraseLine);
      shown = false;
    },
  };
}
