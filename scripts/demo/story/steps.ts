import { startDatabases } from './startDatabases';
import { startGitLab } from './startGitLab';
import { startPortal } from './startPortal';
import type { Step } from './Step';
import { writeConfig } from './writeConfig';

/** The demo, in the order in which it is played: first what it needs, then the story. */
export const steps: Step[] = [
  startDatabases,
  startGitLab,
  writeConfig,
  startPortal,
];
