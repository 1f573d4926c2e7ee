import { parse } from 'yaml';
import { interpolateInputs } from './interpolateInputs';

const file = `
spec:
  inputs:
    name: { default: world }
    flag: { type: boolean, default: true }
    list: { type: array, default: [a, b] }
    size: { type: number, options: [1, 2], default: 1 }
---
"job $[[ inputs.name ]]":
  script: ["echo $[[ inputs.name ]] $[[ inputs.size ]]", !reference [.other, script]]
  interruptible: $[[ inputs.flag ]]
  tags: $[[ inputs.list ]]
  variables:
    TEXT: $[[ inputs.name ]]
`;

describe('interpolateInputs', () => {
  it('puts values in with their types, and leaves references alone', () => {
    const text = interpolateInputs(file, {});
    expect(text).toContain('!reference');
    expect(text).not.toContain('spec:');
    const job = parse(text, { logLevel: 'silent' })['job world'];
    expect(job).toMatchObject({
      interruptible: true,
      tags: ['a', 'b'],
      variables: { TEXT: 'world' },
    });
    expect(job.script[0]).toBe('echo world 1');
  });

  it('keeps a text that looks like something else a text, and YAML in it harmless', () => {
    for (const name of [
      'true',
      '42',
      'null',
      'a: b\n- c',
      '"quoted"',
      '$[[ inputs.size ]]',
    ]) {
      const job = parse(interpolateInputs(file, { name }), {
        logLevel: 'silent',
      })[`job ${name}`];
      expect(job.variables.TEXT).toBe(name);
    }
  });

  it('names every wrong input at once', () => {
    expect(() =>
      interpolateInputs(file, { size: 3, flag: 'yes', more: 1 }),
    ).toThrow(
      /`more` input: unknown.*`flag` input: provided value is not a boolean.*`size` input: .*allowed options/,
    );
    expect(() => interpolateInputs('job: { script: [x] }', { any: 1 })).toThrow(
      /unknown input/,
    );
    expect(() =>
      interpolateInputs(file.replace('default: world', ''), {}),
    ).toThrow(/`name` input: required value has not been provided/);
  });

  it('refuses what it cannot do', () => {
    const functions = file.replace(
      '$[[ inputs.name ]] $',
      '$[[ inputs.name | truncate(0,1) ]] $',
    );
    expect(() => interpolateInputs(functions, {})).toThrow(/not supported/);
    const unknown = file.replace('inputs.size ]]"', 'inputs.nowhere ]]"');
    expect(() => interpolateInputs(unknown, {})).toThrow(
      /unknown interpolation key: `nowhere`/,
    );
  });
});
