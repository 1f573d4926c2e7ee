import type { AgentEvent } from './Reporter';
import { formatBytes } from './formatBytes';

type Describe = (event: AgentEvent) => string;

const LINES: Record<string, Describe> = {
  'run-opened': ({ runId, operation }) =>
    `Run ${runId} (${operation}) was opened.`,
  'store-busy': ({ reason }) => `Waiting: ${reason}`,
  'backup-started': ({ entityRef, recoveryPointId }) =>
    `${entityRef}: backing up as recovery point ${recoveryPointId}.`,
  'not-promoted': ({ entityRef, reason }) =>
    `${entityRef}: a new baseline is made, since ${reason}.`,
  'backup-uploaded': ({ entityRef, bytes }) =>
    `${entityRef}: ${formatBytes(
      Number(bytes),
    )} uploaded; asking the portal to complete it.`,
  'restore-started': ({ entityRef, recoveryPointId }) =>
    `${entityRef}: restoring recovery point ${recoveryPointId} beside what is live.`,
  'store-provisioned': ({ name }) => `Made ${name}; applying the data.`,
  'store-restored': ({ name }) => `${name} is restored; checking it.`,
  'store-discarded': ({ name }) => `${name} is removed.`,
  'store-switched': ({ live, kept }) =>
    `${live} is the restored one now; the old one is kept as ${kept}.`,
  'portal-retry': ({ call, reason, attempt }) =>
    `The portal did not answer ${call} (${reason}); attempt ${attempt} failed, trying again.`,
  'heartbeat-missed': ({ reason }) =>
    `A heartbeat did not reach the portal: ${reason}.`,
  'transfer-retry': ({ part, reason }) =>
    `Part ${part} is sent again: ${reason}.`,
};

/** The line for people; undefined for events that are of interest to machines only. */
export function describeEvent(event: AgentEvent): string | undefined {
  return LINES[event.event]?.(event);
}
