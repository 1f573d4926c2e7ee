export { LocalGitLab } from './LocalGitLab';
export type { Reference } from './LocalGitLab';
export { interpolateInputs } from './ci/interpolateInputs';
export type { RefType } from './ci/refVariables';
export type { Bot } from './state/createBot';
export type {
  BotOptions,
  MintOptions,
  ProjectOptions,
  PushOptions,
  RunOptions,
  StartOptions,
} from './options';
export type { JobSummary, PipelineSummary } from './summarise';
export type { Fault, FaultInjector } from './http/FaultInjector';
export type {
  JobStatus,
  PipelineSource,
  PipelineStatus,
  ProjectVariable,
  WebhookEvent,
} from './state/types';
