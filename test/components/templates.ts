import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { interpolateInputs } from '@safepoint/local-gitlab';
import { parse, parseAllDocuments } from 'yaml';

const folder = path.resolve(__dirname, '../../gitlab-components');

export type Inputs = Parameters<typeof interpolateInputs>[1];
export type Job = Record<string, unknown>;

/** Names of all components. */
export const componentNames = readdirSync(path.join(folder, 'templates'));

/** The file of a component, or of the recovery project's template. */
export function readTemplate(name: string): string {
  const file =
    name === 'recovery-project'
      ? 'recovery-project/.gitlab-ci.yml'
      : `templates/${name}/template.yml`;
  return readFileSync(path.join(folder, file), 'utf8');
}

/** The inputs that a component declares. */
export function readInputs(
  name: string,
): Record<string, { description?: string; default?: unknown }> {
  return parseAllDocuments(readTemplate(name))[0].toJS().spec.inputs;
}

/** What GitLab makes of a component for these inputs. */
export function render(name: string, inputs: Inputs): Record<string, Job> {
  return parse(interpolateInputs(readTemplate(name), inputs));
}

/** The smallest inputs that each component takes. */
export const smallestInputs: Record<string, Record<string, string>> = {
  'deploy-guard': {
    'portal-url': 'https://portal.example.com',
    environment: 'production',
    'deploy-job': 'deploy',
  },
  'recovery-drill': {
    'portal-url': 'https://portal.example.com',
    'source-environment': 'production',
  },
  operation: {
    'portal-url': 'https://portal.example.com',
    request: '0123456789abcdef0123456789abcdef01234567',
    environment: 'production',
  },
};
