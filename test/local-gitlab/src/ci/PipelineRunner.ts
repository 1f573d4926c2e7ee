import type { Job, JobStatus, Pipeline, User } from '../state/types';
import { compositeStatus } from './compositeStatus';
import { planJob } from './planJob';
import type { JobOutcome } from './runJob';
import { Semaphore } from './Semaphore';

/** What a runner is given by its server. */
export interface PipelineRunnerOptions {
  concurrentJobs: number;
  execute: (job: Job, signal: AbortSignal) => Promise<JobOutcome>;
  /** Called after each change of a job's status. */
  onJob: (job: Job) => void;
  /** Called after each change of a pipeline's status. */
  onPipeline: (pipeline: Pipeline) => void;
  newJob: (retried: Job, user: User) => Job;
}

const finishedStatuses: readonly string[] = [
  'success',
  'failed',
  'canceled',
  'skipped',
];

/** Tells whether nothing will change any more without a person. */
export function isFinished(status: string): boolean {
  return finishedStatuses.includes(status);
}

/** Takes the jobs of all pipelines from state to state, by GitLab's rules of stages, needs and when. */
export class PipelineRunner {
  readonly #options: PipelineRunnerOptions;
  readonly #slots: Semaphore;
  readonly #resourceGroups = new Map<string, Semaphore>();
  readonly #running = new Map<
    number,
    { cancel: AbortController; end: Promise<void> }
  >();
  #stopped = false;
  readonly #waiting = new Set<() => void>();

  constructor(options: PipelineRunnerOptions) {
    this.#options = options;
    this.#slots = new Semaphore(options.concurrentJobs);
  }

  /** Starts nothing any more. */
  stop(): void {
    this.#stopped = true;
  }

  /** Starts, skips or offers every job whose time has come. */
  advance(pipeline: Pipeline): void {
    if (this.#stopped) return;
    for (let changed = true; changed; ) {
      changed = false;
      for (const job of pipeline.jobs.filter(
        candidate => candidate.status === 'created',
      )) {
        const plan = planJob(job, pipeline.jobs, pipeline.rendered.stages);
        if (plan === 'wait') continue;
        changed = true;
        if (plan === 'run') this.#start(job);
        else this.#setStatus(job, plan === 'skip' ? 'skipped' : 'manual');
      }
    }
    this.#updatePipeline(pipeline);
  }

  /** Starts a manual job; false when it is not waiting for a person. */
  play(job: Job, user: User): boolean {
    if (job.status !== 'manual') return false;
    job.user = user;
    this.#start(job);
    this.#reviveSkipped(job);
    this.advance(job.pipeline);
    return true;
  }

  /** Runs a finished job again, as a new job; undefined when it cannot be. */
  retry(job: Job, user: User): Job | undefined {
    if (job.retried || !['success', 'failed', 'canceled'].includes(job.status))
      return undefined;
    job.retried = true;
    const again = this.#options.newJob(job, user);
    this.#start(again);
    this.#reviveSkipped(again);
    this.advance(job.pipeline);
    return again;
  }

  /** Ends whatever of a pipeline has not ended; resolves when its processes are gone. */
  async cancel(pipeline: Pipeline): Promise<void> {
    await Promise.all(pipeline.jobs.map(job => this.cancelJob(job)));
  }

  /** Ends one job; resolves when its processes are gone. */
  async cancelJob(job: Job): Promise<void> {
    const running = this.#running.get(job.id);
    if (job.status !== 'running' && !isFinished(job.status))
      this.#setStatus(job, 'canceled');
    running?.cancel.abort();
    await running?.end;
    this.advance(job.pipeline);
  }

  /** Resolves when the pipeline ended, or waits for a person. */
  async waitFor(pipeline: Pipeline): Promise<void> {
    while (!isFinished(pipeline.status) && pipeline.status !== 'manual') {
      await new Promise<void>(resolve => this.#waiting.add(resolve));
    }
  }

  #start(job: Job): void {
    this.#setStatus(job, 'pending');
    const cancel = new AbortController();
    const end = this.#run(job, cancel.signal).finally(() =>
      this.#running.delete(job.id),
    );
    this.#running.set(job.id, { cancel, end });
  }

  async #run(job: Job, signal: AbortSignal): Promise<void> {
    const group = this.#resourceGroup(job);
    if (group?.busy) this.#setStatus(job, 'waiting_for_resource');
    const leaveGroup = await group?.acquire();
    const leaveSlot = await this.#slots.acquire();
    try {
      if (signal.aborted) return;
      job.startedAt = new Date();
      this.#setStatus(job, 'running');
      const outcome = await this.#options.execute(job, signal);
      job.finishedAt = new Date();
      job.exitCode = 'exitCode' in outcome ? outcome.exitCode : undefined;
      job.failureReason =
        'failureReason' in outcome ? outcome.failureReason : undefined;
      this.#setStatus(job, outcome.status);
    } finally {
      leaveSlot();
      leaveGroup?.();
    }
    this.advance(job.pipeline);
  }

  #resourceGroup(job: Job): Semaphore | undefined {
    const name = job.definition.resourceGroup;
    if (name === undefined) return undefined;
    const key = `${job.pipeline.project.id}/${name}`;
    const group = this.#resourceGroups.get(key) ?? new Semaphore(1);
    this.#resourceGroups.set(key, group);
    return group;
  }

  /** What was skipped because of a job is decided anew when that job runs again. */
  #reviveSkipped(job: Job): void {
    job.pipeline.jobs
      .filter(other => other.status === 'skipped' && !other.retried)
      .forEach(other => this.#setStatus(other, 'created'));
  }

  #setStatus(job: Job, status: JobStatus): void {
    job.status = status;
    if (isFinished(status)) job.finishedAt ??= new Date();
    this.#options.onJob(job);
    this.#updatePipeline(job.pipeline);
  }

  #updatePipeline(pipeline: Pipeline): void {
    if (pipeline.jobs.length === 0) return;
    const status = compositeStatus(pipeline.jobs.filter(job => !job.retried));
    if (status === pipeline.status) return;
    const now = new Date();
    pipeline.status = status;
    pipeline.updatedAt = now;
    if (status === 'running') pipeline.startedAt ??= now;
    pipeline.finishedAt = isFinished(status) ? now : undefined;
    this.#options.onPipeline(pipeline);
    this.#waiting.forEach(resolve => resolve());
    this.#waiting.clear();
  }
}
