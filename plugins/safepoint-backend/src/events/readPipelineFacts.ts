import type {
  KnownDeployment,
  ObservedDeployment,
  PipelineFacts,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { RecordedDeployment } from '../database/RecordedDeployment';
import {
  deploymentsPerPage,
  type DeploymentLookup,
  type ListedDeployment,
  type ObservedJob,
} from '../gitlab/DeploymentLookup';
import type { PipelinePlace } from './PipelinePlace';

/** What GitLab says of one pipeline and environment, and of the gates that are recorded there. */
export type PipelineAtGitLab = Pick<PipelineFacts, 'pipeline'> & {
  deployments: ObservedDeployment[];
  /** By job; absent for one that GitLab counts as no deployment. */
  listed: Map<string, ListedDeployment>;
  /** By the id of the recorded deployment. */
  gateJobs: Map<string, ObservedJob>;
};

/** A change in one clock must not hide a deployment that the other saw just before. */
const marginMilliseconds = 900_000;
const mostPages = 3;

/** Asks GitLab; throws a `GitLabError` where it gives no answer. */
export async function readPipelineFacts(
  gitlab: DeploymentLookup,
  place: PipelinePlace,
  records: RecordedDeployment[],
  known: ListedDeployment[],
  now: Date,
): Promise<PipelineAtGitLab> {
  const found =
    records.length === 0 && known.length > 0
      ? known
      : [...known, ...(await listOfPipeline(gitlab, place, records, now))];
  const listed = new Map(found.map(one => [one.jobId, one]));
  const unlisted = await findUnlisted(gitlab, place, records, listed);
  return {
    pipeline: await readState(gitlab, place),
    deployments: [...listed.values(), ...unlisted],
    listed,
    gateJobs: await findGateJobs(gitlab, place, records),
  };
}

async function listOfPipeline(
  gitlab: DeploymentLookup,
  { projectId, pipelineId, environment }: PipelinePlace,
  records: RecordedDeployment[],
  now: Date,
): Promise<ListedDeployment[]> {
  const gates = records.map(({ gatedAt }) => gatedAt.getTime());
  const first = Math.min(now.getTime(), ...gates);
  const since = new Date(first - marginMilliseconds);
  const found: ListedDeployment[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const query = { since, page, environment };
    const listed = await gitlab.listChanged(projectId, query);
    found.push(...listed.filter(one => one.pipelineId === pipelineId));
    if (listed.length < deploymentsPerPage) break;
  }
  return found;
}

/** A job may confirm a receipt and be no deployment to GitLab, by its `environment: action`. */
async function findUnlisted(
  gitlab: DeploymentLookup,
  { projectId }: PipelinePlace,
  records: RecordedDeployment[],
  listed: Map<string, ListedDeployment>,
): Promise<ObservedDeployment[]> {
  const jobIds = records.flatMap(({ jobId, status }) =>
    jobId && status === 'running' && !listed.has(jobId) ? [jobId] : [],
  );
  const jobs = await Promise.all(
    jobIds.map(async (jobId): Promise<ObservedDeployment[]> => {
      const job = await gitlab.findJob(projectId, jobId);
      if (!job) return [];
      const { status, ...times } = job;
      return [{ jobId, status: toDeploymentStatus(status), ...times }];
    }),
  );
  return jobs.flat();
}

function toDeploymentStatus(status: string): ObservedDeployment['status'] {
  const same = (['success', 'failed', 'canceled', 'skipped'] as const).find(
    word => word === status,
  );
  return same ?? 'running';
}

async function findGateJobs(
  gitlab: DeploymentLookup,
  { projectId }: PipelinePlace,
  records: RecordedDeployment[],
): Promise<Map<string, ObservedJob>> {
  const found = new Map<string, ObservedJob>();
  for (const { id, jobId, gateRecord } of records) {
    const gateJobId = /\/jobs\/(\d+)$/.exec(gateRecord?.job.url ?? '')?.[1];
    if (jobId || !gateJobId) continue;
    const job = await gitlab.findJob(projectId, gateJobId);
    if (job) found.set(id, job);
  }
  return found;
}

async function readState(
  gitlab: DeploymentLookup,
  { projectId, pipelineId }: PipelinePlace,
): Promise<PipelineFacts['pipeline']> {
  if (!/^\d+$/.test(pipelineId)) return 'ended';
  const state = await gitlab.findPipelineState(projectId, pipelineId);
  // A gate must not close because the portal cannot see the pipeline; its receipt runs out anyway.
  return state === 'unknown' ? 'waiting' : state;
}

/** A record as the rule needs it. */
export function toKnown(
  record: RecordedDeployment,
  gateJobs: Map<string, ObservedJob>,
): KnownDeployment {
  const { id, status, gate, jobId, gatedAt, receiptExpiresAt } = record;
  const gateJob = gateJobs.get(id);
  return {
    id,
    status,
    gate,
    gatedAt,
    ...(jobId && { jobId }),
    ...(receiptExpiresAt && { receiptExpiresAt }),
    ...(gateJob && { gateJob }),
  };
}
