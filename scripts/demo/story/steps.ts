import { approveRestore } from './approveRestore';
import { askForRestore } from './askForRestore';
import { backUpNow } from './backUpNow';
import { createDatabases } from './createDatabases';
import { dataIsBack } from './dataIsBack';
import { dataIsBackAgain } from './dataIsBackAgain';
import { deployFailing } from './deployFailing';
import { deployGood } from './deployGood';
import { deploySilent } from './deploySilent';
import { drillProves } from './drillProves';
import { listRecoveryPoints } from './listRecoveryPoints';
import { makeKeys } from './makeKeys';
import { markBad } from './markBad';
import { namesLastKnownGood } from './namesLastKnownGood';
import { restoreByHand } from './restoreByHand';
import { restoreSilent } from './restoreSilent';
import { startDatabases } from './startDatabases';
import { startGitLab } from './startGitLab';
import { startPortal } from './startPortal';
import type { Step } from './Step';
import { verifyWithoutPortal } from './verifyWithoutPortal';
import { writeConfig } from './writeConfig';

/** The demo, in the order in which it is played: first what it needs, then the story. */
export const steps: Step[] = [
  startDatabases,
  createDatabases,
  makeKeys,
  startGitLab,
  writeConfig,
  startPortal,
  deployGood,
  drillProves,
  deployFailing,
  namesLastKnownGood,
  askForRestore,
  approveRestore,
  dataIsBack,
  deploySilent,
  markBad,
  restoreSilent,
  dataIsBackAgain,
  backUpNow,
  listRecoveryPoints,
  verifyWithoutPortal,
  restoreByHand,
];
