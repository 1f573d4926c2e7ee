import { RecoverySetLedger } from '../recoverySets/RecoverySetLedger';
import type { AgentDependencies } from './AgentDependencies';
import { PointCompleter } from './completion/PointCompleter';
import { PointDiscarder } from './completion/PointDiscarder';
import { PointWriter } from './completion/PointWriter';
import { PartSigner } from './completion/PartSigner';
import { DeploymentLedger } from './gate/DeploymentLedger';
import { EndedDeployments } from './gate/EndedDeployments';
import { FailedDeployments } from './gate/FailedDeployments';
import { GateConfirmer } from './gate/GateConfirmer';
import { GateKeeper } from './gate/GateKeeper';
import { GatePlanner } from './gate/GatePlanner';
import { LastKnownGoodFinder } from './gate/LastKnownGoodFinder';
import { WayBackFinder } from './gate/WayBackFinder';
import { OutcomeReporter } from './gate/OutcomeReporter';
import { JobAuthority } from './identity/JobAuthority';
import { JobIdentityVerifier } from './identity/JobIdentityVerifier';
import { Refusals } from './identity/Refusals';
import { KeyRelease } from './proof/KeyRelease';
import { ProofRecorder } from './proof/ProofRecorder';
import { RequestLedger } from './proof/RequestLedger';
import { RestoreProgress } from './proof/RestoreProgress';
import { StoredManifests } from './proof/StoredManifests';
import { BackupPlanner } from './runs/BackupPlanner';
import { PointPromoter } from './promotion/PointPromoter';
import { DrillPlanner } from './runs/DrillPlanner';
import { Heartbeats } from './runs/Heartbeats';
import { RequestPlanner } from './runs/RequestPlanner';
import { RunAccess } from './runs/RunAccess';
import { RunFinisher } from './runs/RunFinisher';
import { RunOpener } from './runs/RunOpener';
import { StrayUploads } from './runs/StrayUploads';
import { Sweeper } from './runs/Sweeper';

/** What the routes of the agent and the tasks are thin over. */
export type AgentServices = ReturnType<typeof createAgentServices>;

/** Wires the agent's side of the portal. */
export function createAgentServices(dependencies: AgentDependencies) {
  const { logger, auditor, config } = dependencies;
  const refusals = new Refusals(logger, auditor);
  const verifier = new JobIdentityVerifier({
    audience: config.audience,
    issuers: config.issuers.map(({ url }) => url),
  });
  const authority = new JobAuthority(dependencies, verifier, refusals);
  const ledger = new DeploymentLedger(dependencies);
  const discarder = new PointDiscarder(dependencies);
  const writer = new PointWriter(dependencies, discarder);
  const proofs = new ProofRecorder(dependencies);
  const requests = new RequestLedger(dependencies);
  const manifests = new StoredManifests(dependencies, proofs);
  const planner = new GatePlanner(dependencies);
  const ended = new EndedDeployments(dependencies, ledger);
  const sets = new RecoverySetLedger(dependencies);
  const gate = new GateKeeper(dependencies, ledger, sets);
  const failed = new FailedDeployments(
    dependencies,
    new WayBackFinder(dependencies, new LastKnownGoodFinder(dependencies)),
  );
  return {
    opener: new RunOpener(
      dependencies,
      authority,
      {
        backup: new BackupPlanner(dependencies, authority, {
          ledger,
          planner,
          ended,
        }),
        drill: new DrillPlanner(dependencies, authority, manifests),
        request: new RequestPlanner(
          dependencies,
          authority,
          manifests,
          requests,
        ),
      },
      sets,
    ),
    access: new RunAccess(dependencies, refusals),
    heartbeats: new Heartbeats(dependencies),
    finisher: new RunFinisher(dependencies, {
      writer,
      discarder,
      gate,
      proofs,
      requests,
      sets,
    }),
    parts: new PartSigner(dependencies),
    completer: new PointCompleter(dependencies, writer),
    promoter: new PointPromoter(dependencies, sets),
    discarder,
    gate: new GateConfirmer(dependencies, authority, ledger, planner),
    outcomes: new OutcomeReporter(dependencies, authority, ledger, failed),
    failed,
    keys: new KeyRelease(dependencies, proofs, refusals),
    proofs,
    restores: new RestoreProgress(dependencies, proofs, requests),
    strays: new StrayUploads(dependencies),
    sweeper: new Sweeper(dependencies, {
      writer,
      discarder,
      proofs,
      requests,
      ledger,
      sets,
    }),
  };
}
