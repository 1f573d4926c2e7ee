import { PointDiscarder } from '../agent/completion/PointDiscarder';
import { PointWriter } from '../agent/completion/PointWriter';
import { DeploymentLedger } from '../agent/gate/DeploymentLedger';
import { RecoverySetLedger } from '../recoverySets/RecoverySetLedger';
import type { ScheduledTask } from '../tasks';
import type { DirectDependencies } from './DirectDependencies';
import { DirectDeployments } from './DirectDeployments';
import { FindAdopter } from './FindAdopter';
import { FindJudge } from './FindJudge';
import { FindQuarantine } from './FindQuarantine';
import { FoundSets } from './FoundSets';
import { InboxScanner } from './InboxScanner';
import { PlanPublisher } from './PlanPublisher';

/** Wires direct mode: what is published in advance, and what is found afterwards. */
export function createDirectServices(dependencies: DirectDependencies) {
  const ledger = new DeploymentLedger(dependencies);
  const sets = new FoundSets(dependencies, new RecoverySetLedger(dependencies));
  return {
    publisher: new PlanPublisher(dependencies),
    scanner: new InboxScanner(dependencies, {
      sets,
      judge: new FindJudge(dependencies),
      quarantine: new FindQuarantine(dependencies),
      adopter: new FindAdopter(dependencies, {
        ledger,
        sets,
        writer: new PointWriter(dependencies, new PointDiscarder(dependencies)),
        deployments: new DirectDeployments(ledger, dependencies.now),
      }),
    }),
  };
}

/** The publisher runs also where direct mode is off: it withdraws what was published before. */
export function createDirectTasks(
  services: ReturnType<typeof createDirectServices>,
  { direct }: Pick<DirectDependencies, 'direct'>,
): ScheduledTask[] {
  const publish = {
    id: 'safepoint-publish-direct-plans',
    schedule: {
      frequency: { minutes: direct.enabled ? 2 : 60 },
      timeout: { minutes: 10 },
      initialDelay: { seconds: 10 },
    },
    run: () => services.publisher.publish(),
  };
  const scan = {
    id: 'safepoint-scan-direct-inboxes',
    schedule: {
      frequency: { minutes: 1 },
      // A replica that dies holds the task for so long. One that copies for longer goes on; whoever starts
      // beside it does the same work once more, and only one of them adopts.
      timeout: { minutes: 15 },
      initialDelay: { seconds: 15 },
    },
    run: () => services.scanner.scan(),
  };
  return direct.enabled ? [publish, scan] : [publish];
}
