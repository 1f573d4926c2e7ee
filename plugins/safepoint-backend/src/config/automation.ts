import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  type AutomationGrant,
  type AutomationOperation,
  automationOperations,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { ConfigProblems } from './ConfigProblems';
import type { SectionReader } from './SectionReader';
import { readCount } from './values/readCount';

export interface AutomationConfig {
  principals: AutomationGrant[];
  callsPerMinute: number;
}

const entityRef = /^[a-z0-9.-]+:[^:/\s]+\/[^:/\s]+$/;

/** Nothing of it has a default: what a service may do is written down, or it may not. */
export const readAutomation: SectionReader<AutomationConfig> = (
  config,
  problems,
) => {
  const principals = problems.attempt(() =>
    config.getOptionalConfigArray('automation.principals'),
  );
  return {
    principals: (principals ?? []).map(one => readGrant(one, problems)),
    callsPerMinute: problems.attempt(() =>
      readCount(config, 'automation.callsPerMinute', 60, 1),
    ),
  };
};

function readGrant(config: Config, problems: ConfigProblems): AutomationGrant {
  const subject = problems.attempt(() => readSubject(config));
  const name = `safepoint.automation.principals[${subject ?? '?'}]`;
  return {
    subject,
    may: problems.attempt(() => readOperations(config, name)),
    entities: problems.attempt(() => readEntities(config, name)),
    environments: problems.attempt(() =>
      readNames(config, 'environments', name),
    ),
  };
}

/** A plugin of the portal is none that anybody gives a token to, and no person is a service. */
function readSubject(config: Config): string {
  const subject = config.getString('subject');
  if (!/^\S{1,120}$/.test(subject) || /^(plugin|user|group):/.test(subject)) {
    throw new InputError(
      `A safepoint.automation.principals[].subject is '${subject}'; write the subject of the token, as it stands in backend.auth.externalAccess.`,
    );
  }
  return subject;
}

function readOperations(config: Config, name: string): AutomationOperation[] {
  return config.getStringArray('may').map(given => {
    const operation = automationOperations.find(one => one === given);
    if (!operation) {
      throw new InputError(
        `${name}.may has '${given}'; it is of ${automationOperations.join(
          ', ',
        )}.`,
      );
    }
    return operation;
  });
}

function readEntities(config: Config, name: string): string[] {
  const entities = readNames(config, 'entities', name).map(ref =>
    ref.toLocaleLowerCase('en-US'),
  );
  for (const ref of entities) {
    if (ref !== '*' && !entityRef.test(ref)) {
      throw new InputError(
        `${name}.entities has '${ref}'; write kind:namespace/name, or * alone.`,
      );
    }
  }
  return entities;
}

function readNames(config: Config, key: string, name: string): string[] {
  const names = config.getStringArray(key);
  if (names.length === 0 || (names.includes('*') && names.length > 1)) {
    throw new InputError(`${name}.${key} must be some names, or * alone.`);
  }
  return names;
}
