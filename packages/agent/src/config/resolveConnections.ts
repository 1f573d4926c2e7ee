import { SafepointError } from '@safepoint/engine';
import type {
  AgentConfig,
  ConnectionPurpose,
  StoreConfig,
} from './configSchema';

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** A store with the one connection that a command needs. */
export interface ResolvedStore {
  entityRef: string;
  config: StoreConfig;
  /** A secret. */
  connection: string;
}

function missingVariables(text: string, environment: NodeJS.ProcessEnv) {
  return [...text.matchAll(VARIABLE)]
    .map(([, name]) => name)
    .filter(name => !environment[name]);
}

/** Values are put in as they are; nothing in them is looked at again. */
function substitute(text: string, environment: NodeJS.ProcessEnv): string {
  return text.replaceAll(
    VARIABLE,
    (_, name: string) => environment[name] ?? '',
  );
}

function problemsOf(
  entityRef: string,
  config: AgentConfig,
  purpose: ConnectionPurpose,
  environment: NodeJS.ProcessEnv,
): string[] {
  const store = config.stores[entityRef];
  if (!store) {
    const known = Object.keys(config.stores).join(', ');
    return [
      `${entityRef} is not among the stores of safepoint.yaml (${known}); add it there`,
    ];
  }
  const text = store[purpose];
  if (!text)
    return [`stores.${entityRef}.${purpose} is missing in safepoint.yaml`];
  return missingVariables(text, environment).map(
    name =>
      `the variable ${name}, which stores.${entityRef}.${purpose} uses, is not set in this job; set it among the CI/CD variables, for this environment and protected ref`,
  );
}

/** Resolves the connections that a command needs. Throws `config-incomplete` with everything missing. */
export function resolveConnections(
  entityRefs: string[],
  config: AgentConfig,
  purpose: ConnectionPurpose,
  environment: NodeJS.ProcessEnv,
): ResolvedStore[] {
  const problems = entityRefs.flatMap(entityRef =>
    problemsOf(entityRef, config, purpose, environment),
  );
  if (problems.length > 0) {
    throw new SafepointError({
      kind: 'config-incomplete',
      message: `This cannot start: ${[...new Set(problems)].join('; ')}.`,
    });
  }
  return entityRefs.map(entityRef => ({
    entityRef,
    config: config.stores[entityRef],
    connection: substitute(config.stores[entityRef][purpose]!, environment),
  }));
}
