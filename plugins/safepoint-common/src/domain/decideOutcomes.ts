import { findGateObjection } from './gateCoverage';
import type {
  KnownDeployment,
  GateRefusal,
  ObservedDeployment,
  PipelineFacts,
} from './observedDeployment';

/** @public */
export type DeploymentOutcome = 'running' | 'succeeded' | 'failed';

/** What is to be recorded of one pipeline and environment, with the reason. @public */
export type OutcomeStep =
  | {
      /** A recorded deployment belongs to this job, and has ended so if it was open. */
      step: 'settle';
      recordId: string;
      jobId: string;
      outcome: 'succeeded' | 'failed';
      startedAt: Date;
      finishedAt?: Date;
      reason: string;
    }
  | {
      /** No gate stands behind this job. */
      step: 'bypass';
      jobId: string;
      outcome: DeploymentOutcome;
      startedAt: Date;
      finishedAt?: Date;
      reason: string;
    }
  | {
      /** The gate opened and no deployment came of it. */
      step: 'abandon';
      recordId: string;
      reason: string;
    }
  | {
      /** Nothing to record: the job is covered, or its end is not known yet. */
      step: 'keep';
      recordId: string;
      jobId: string;
    }
  | {
      /** Too early to tell: look again, though nothing new may be heard. */
      step: 'wait';
      jobId: string;
      reason: string;
    };

/** A deploy job asks the gate first; so much later it will not. */
const gateIsAskedWithinSeconds = 90;

/** A job that the gate refused and that goes on for longer did not heed it. */
const refusedJobEndsWithinSeconds = 120;

type Started = ObservedDeployment & { startedAt: Date };

/**
 * What GitLab's word means for the records of one component in one pipeline and environment.
 *
 * Looking twice changes nothing, and the order in which things are learned does not matter: jobs are
 * matched with gates by when they began, not by when they were heard of. One receipt is good for one deploy
 * job, as at the gate itself. A job that has begun and not ended may still confirm its receipt, so a gate
 * that stands behind it is left alone until the end. A deployment that went well is left open while its
 * pipeline runs: the store stays reserved for the baseline, and a job that follows may report a failure.
 *
 * @public
 */
export function decideOutcomes(facts: PipelineFacts): OutcomeStep[] {
  const started = facts.deployments
    .filter((one): one is Started => one.startedAt !== undefined)
    .sort(byBeginning);
  const free = new Set(
    facts.records.filter(({ jobId }) => jobId === undefined),
  );
  const steps = started.flatMap(job => decideJob(job, facts, free));
  return [...steps, ...abandonUnused(facts, free)];
}

function decideJob(
  job: Started,
  facts: PipelineFacts,
  free: Set<KnownDeployment>,
): OutcomeStep[] {
  const own = facts.records.find(({ jobId }) => jobId === job.jobId);
  if (own) return settle(own, job, facts);
  const refusal = facts.refusals.find(({ jobId }) => jobId === job.jobId);
  if (refusal && heeded(refusal, job, facts.now)) return waitFor(job);
  const { gate, objection } = findGate(job, free);
  if (gate && !refusal) {
    free.delete(gate);
    return settle(gate, job, facts);
  }
  const reported = [...free].find(isBypass);
  if (reported) {
    free.delete(reported);
    return settle(reported, job, facts);
  }
  if (job.startedAt < facts.guardedSince) return [];
  if (mayStillAsk(job, refusal, facts.now)) return waitFor(job);
  return [
    {
      step: 'bypass',
      ...describe(job),
      // Until its pipeline has ended, its own jobs may report how it went.
      outcome: awaitsReport(job, facts) ? 'running' : outcomeOf(job),
      reason: explainBypass(facts, refusal, objection),
    },
  ];
}

/** The newest gate that stands behind the job, or what speaks against the newest one. */
function findGate(job: Started, free: Set<KnownDeployment>) {
  const gates = [...free]
    .filter(record => !isBypass(record))
    .sort((a, b) => b.gatedAt.getTime() - a.gatedAt.getTime());
  const objections = gates.map(record => findGateObjection(record, job));
  const index = objections.indexOf(undefined);
  return { gate: gates[index], objection: objections[0] };
}

function settle(
  record: KnownDeployment,
  job: Started,
  facts: PipelineFacts,
): OutcomeStep[] {
  const outcome = outcomeOf(job);
  const open = ['gated', 'running', 'abandoned'].includes(record.status);
  const keep: OutcomeStep = {
    step: 'keep',
    recordId: record.id,
    jobId: job.jobId,
  };
  if (outcome === 'running') return [keep];
  if (!open && record.jobId !== undefined) return [keep];
  if (open && awaitsReport(job, facts)) return [keep];
  return [
    {
      step: 'settle',
      recordId: record.id,
      ...describe(job),
      outcome,
      reason: `GitLab says that the deploy job has ended (${job.status}).`,
    },
  ];
}

function mayStillAsk(
  job: Started,
  refusal: GateRefusal | undefined,
  now: Date,
): boolean {
  const seconds = (now.getTime() - job.startedAt.getTime()) / 1_000;
  return (
    !refusal &&
    outcomeOf(job) === 'running' &&
    seconds < gateIsAskedWithinSeconds
  );
}

/** A baseline or a test that follows in the pipeline knows more of a deployment than its job does. */
function awaitsReport(job: Started, { pipeline }: PipelineFacts): boolean {
  return outcomeOf(job) === 'succeeded' && pipeline === 'active';
}

/** A refused job ends at once; one that failed much later had begun to deploy. */
function heeded(refusal: GateRefusal, job: Started, now: Date): boolean {
  if (job.status === 'success') return false;
  const end = job.finishedAt ?? now;
  const seconds = (end.getTime() - refusal.at.getTime()) / 1_000;
  return seconds <= refusedJobEndsWithinSeconds;
}

/** Until a job has ended, nobody knows whether it heeds what it was told. */
function waitFor(job: Started): OutcomeStep[] {
  if (outcomeOf(job) !== 'running') return [];
  return [
    {
      step: 'wait',
      jobId: job.jobId,
      reason:
        'The deploy job has only just begun, and the gate may yet hold it.',
    },
  ];
}

function abandonUnused(
  { pipeline }: PipelineFacts,
  free: Set<KnownDeployment>,
): OutcomeStep[] {
  if (pipeline !== 'ended') return [];
  return [...free]
    .filter(({ status }) => status === 'gated')
    .map(({ id }) => ({
      step: 'abandon',
      recordId: id,
      reason: 'The pipeline ended and no deploy job had begun.',
    }));
}

function explainBypass(
  { records }: PipelineFacts,
  refusal: GateRefusal | undefined,
  objection: string | undefined,
): string {
  if (refusal) {
    return `The gate refused the deploy job (${refusal.code}), and it went on.`;
  }
  if (objection) return `${capitalise(objection)}.`;
  const used = records.find(({ gate, jobId }) => gate !== 'none' && jobId);
  return used
    ? `The only receipt of this pipeline belongs to job ${used.jobId}; another run of a deploy job needs a gate of its own.`
    : 'No gate of this pipeline took a recovery point.';
}

function outcomeOf({ status }: Started): DeploymentOutcome {
  if (status === 'success') return 'succeeded';
  // One that was cancelled had begun: what it left behind is as suspect as after a failure.
  return status === 'failed' || status === 'canceled' || status === 'skipped'
    ? 'failed'
    : 'running';
}

function describe({ jobId, startedAt, finishedAt }: Started) {
  return { jobId, startedAt, ...(finishedAt && { finishedAt }) };
}

function isBypass({ gate }: KnownDeployment): boolean {
  return gate === 'none';
}

function byBeginning(a: Started, b: Started): number {
  return (
    a.startedAt.getTime() - b.startedAt.getTime() ||
    a.jobId.localeCompare(b.jobId)
  );
}

function capitalise(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en-US') + text.slice(1);
}
