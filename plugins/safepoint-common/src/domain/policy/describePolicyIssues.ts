import type { z } from 'zod';
import type { PolicyProblem } from './RecoveryPolicy';

type Issue = z.core.$ZodIssue;

/** Keys that the design knows and this version does not have yet; saying nothing would be ignoring them. */
const notYet = new Map([
  [
    'emergency',
    'emergency restores are not there yet; leave it out, and let `approvals` say how many people a restore needs',
  ],
]);

/** All that is wrong with the shape of a document, each with what to do. */
export function describePolicyIssues(
  issues: readonly Issue[],
  knownKeys: (path: PropertyKey[]) => string[],
): PolicyProblem[] {
  return issues.flatMap(issue => describe(issue, knownKeys));
}

function describe(
  issue: Issue,
  knownKeys: (path: PropertyKey[]) => string[],
): PolicyProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => ({
      path: pathOf([...issue.path, key]),
      message:
        notYet.get(key) ??
        `the key '${key}' is unknown here; the keys are ${knownKeys(
          issue.path,
        ).join(', ')}`,
    }));
  }
  return [{ path: pathOf(issue.path), message: messageOf(issue) }];
}

function messageOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing; it is ${article(issue.expected)}`
        : `must be ${article(issue.expected)}`;
    case 'invalid_value':
      return issue.values.length === 1
        ? `must be ${String(issue.values[0])}`
        : `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      if (issue.origin === 'string') return 'must not be empty';
      return issue.origin === 'array'
        ? `name at least ${issue.minimum}, or leave it out`
        : `must be at least ${issue.minimum}`;
    case 'invalid_union':
      return 'must be text, or a list of it';
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

const articles: Record<string, string> = {
  object: 'a mapping of keys to values',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function article(expected: string): string {
  return articles[expected] ?? expected;
}

function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}
