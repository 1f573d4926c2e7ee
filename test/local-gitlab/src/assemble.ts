import type { Folders } from './ci/Folders';
import { JobExecutor } from './ci/JobExecutor';
import { JobLogs } from './ci/JobLogs';
import { PipelineFactory } from './ci/PipelineFactory';
import { PipelineRunner } from './ci/PipelineRunner';
import { Access } from './http/Access';
import type { ServerContext } from './http/ServerContext';
import type { StartOptions } from './options';
import { GitLabState } from './state/GitLabState';
import { SigningKeys } from './tokens/SigningKeys';
import { Announcer } from './webhooks/Announcer';
import type { WebhookDelivery } from './webhooks/WebhookDelivery';

const defaultConcurrentJobs = 8;

/** Puts the parts of a server together. */
export function assemble(parts: {
  folders: Folders;
  serverUrl: () => string;
  webhooks: WebhookDelivery;
  options: StartOptions;
}): ServerContext {
  const { folders, serverUrl, options } = parts;
  const state = new GitLabState();
  const keys = new SigningKeys('local-gitlab-1');
  const logs = new JobLogs(folders.logs);
  const announcer = new Announcer(state, parts.webhooks, serverUrl);
  const factory = new PipelineFactory({
    state,
    folders,
    serverUrl,
    instanceVariables: options.variables ?? {},
  });
  const executor = new JobExecutor({ factory, folders, keys, logs, serverUrl });
  const runner = new PipelineRunner({
    concurrentJobs: options.concurrentJobs ?? defaultConcurrentJobs,
    execute: (job, signal) => executor.execute(job, signal),
    onJob: job => announcer.jobChanged(job),
    onPipeline: pipeline => announcer.pipelineChanged(pipeline),
    newJob: (retried, user) =>
      factory.addJob(retried.pipeline, retried.definition, user),
  });
  return {
    state,
    access: new Access(state),
    factory,
    runner,
    logs,
    keys,
    serverUrl,
  };
}
