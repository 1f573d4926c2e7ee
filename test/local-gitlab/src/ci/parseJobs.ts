import { expandText } from './expandVariables';
import { guessTier } from './guessTier';
import { parseDuration } from './parseDuration';
import type { JobDefinition, JobEnvironment, JobNeed } from './definitions';

/** One entry of `gitlab-ci-local --list-json`: a job after its rules. */
export interface ListedJob {
  name: string;
  stage: string;
  when: string;
  allow_failure: boolean | { exit_codes: number | number[] };
  needs?: JobNeed[];
}

type Configuration = Readonly<Record<string, unknown>>;

/** GitLab's default job timeout. */
const defaultTimeoutSeconds = 3600;

/** The jobs that belong to the pipeline: those whose rules do not say never. */
export function parseJobs(
  listed: readonly ListedJob[],
  configuration: Configuration,
  variables: Readonly<Record<string, string>>,
): JobDefinition[] {
  return listed
    .filter(job => job.when !== 'never')
    .map(job => parseJob(job, configuration, variables));
}

function parseJob(
  listed: ListedJob,
  configuration: Configuration,
  variables: Readonly<Record<string, string>>,
): JobDefinition {
  const baseName = findBaseName(listed.name, configuration);
  const job = asRecord(configuration[baseName]);
  const known = {
    ...variables,
    ...readVariables(configuration.variables),
    ...readVariables(job.variables),
    ...variables,
  };
  return {
    name: listed.name,
    baseName,
    stage: listed.stage,
    when:
      listed.when === 'delayed'
        ? 'on_success'
        : (listed.when as JobDefinition['when']),
    allowFailure: readAllowFailure(listed, job),
    needs: listed.needs,
    environment: readEnvironment(job.environment, known),
    // As in GitLab, an empty name is none.
    resourceGroup:
      typeof job.resource_group === 'string'
        ? expandText(job.resource_group, known) || undefined
        : undefined,
    idTokens: readIdTokens(job.id_tokens, known),
    timeoutSeconds:
      parseDuration(String(job.timeout ?? '')) ?? defaultTimeoutSeconds,
  };
}

/** `parallel` jobs are listed as `name: [n/m]`. */
function findBaseName(name: string, configuration: Configuration): string {
  if (Object.hasOwn(configuration, name)) return name;
  return (
    Object.keys(configuration).find(key => name.startsWith(`${key}: [`)) ?? name
  );
}

/** A manual job outside of rules may fail, which is to say: does not block the pipeline. */
function readAllowFailure(
  listed: ListedJob,
  job: Configuration,
): JobDefinition['allowFailure'] {
  if (typeof listed.allow_failure === 'object') {
    const codes = listed.allow_failure.exit_codes;
    return { exitCodes: Array.isArray(codes) ? codes : [codes] };
  }
  if (job.allow_failure === undefined && !job.rules && job.when === 'manual')
    return true;
  return listed.allow_failure;
}

function readEnvironment(
  value: unknown,
  variables: Readonly<Record<string, string>>,
): JobEnvironment | undefined {
  const environment =
    typeof value === 'string' ? { name: value } : asRecord(value);
  if (typeof environment.name !== 'string') return undefined;
  const name = expandText(environment.name, variables);
  return {
    name,
    url:
      typeof environment.url === 'string'
        ? expandText(environment.url, variables)
        : undefined,
    tier: String(environment.deployment_tier ?? guessTier(name)),
    action: String(environment.action ?? 'start'),
  };
}

function readIdTokens(
  value: unknown,
  variables: Readonly<Record<string, string>>,
): Record<string, string | string[]> {
  const tokens = Object.entries(asRecord(value)).map(([name, token]) => {
    const { aud } = asRecord(token);
    const audience = Array.isArray(aud)
      ? aud.map(entry => expandText(String(entry), variables))
      : expandText(String(aud), variables);
    return [name, audience] as const;
  });
  return Object.fromEntries(tokens);
}

/** The `variables` of a job or of the whole file, by name. */
export function readVariables(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asRecord(value)).map(([name, entry]) => {
      const content = typeof entry === 'object' ? asRecord(entry).value : entry;
      return [name, String(content ?? '')];
    }),
  );
}

/** The value as a mapping; empty when it is none. */
export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
