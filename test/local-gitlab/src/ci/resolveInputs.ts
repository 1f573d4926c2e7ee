import { ConfigurationError } from './definitions';
import type { InputValue } from './definitions';

/** Values of declared inputs, checked as GitLab does; throws with every problem at once. */
export function resolveInputs(
  declared: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, InputValue>>,
): Record<string, InputValue> {
  const unknown = Object.keys(given)
    .filter(name => !Object.hasOwn(declared, name))
    .map(name => `\`${name}\` input: unknown input`);
  const values: Record<string, InputValue> = {};
  const problems = Object.entries(declared).flatMap(([name, rule]) => {
    const specification = (rule ?? {}) as InputSpecification;
    const value = given[name] ?? specification.default;
    if (value === undefined)
      return [`\`${name}\` input: required value has not been provided`];
    values[name] = value;
    return describeProblems(specification, value).map(
      problem => `\`${name}\` input: ${problem}`,
    );
  });
  if (unknown.length + problems.length > 0) {
    throw new ConfigurationError([...unknown, ...problems].join(', '));
  }
  return values;
}

/** The part of an input's specification that is looked at. */
interface InputSpecification {
  type?: string;
  default?: InputValue;
  options?: InputValue[];
  regex?: string;
}

function describeProblems(
  specification: InputSpecification,
  value: InputValue,
): string[] {
  const type = specification.type ?? 'string';
  const actual = Array.isArray(value) ? 'array' : typeof value;
  if (actual !== type) return [`provided value is not a ${type}`];
  const { options, regex } = specification;
  return [
    ...(options && !options.includes(value)
      ? [
          'the value cannot be used because it is not in the list of allowed options',
        ]
      : []),
    ...(regex && !new RegExp(regex).test(String(value))
      ? ['provided value does not match required RegEx pattern']
      : []),
  ];
}
