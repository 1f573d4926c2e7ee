import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readPolicySettings } from '@safepoint/backstage-plugin-safepoint-common';
import { parse } from 'yaml';
import { lintPolicies } from './lintPolicies';

const root = path.resolve(__dirname, '../../../../..');
const text = readFileSync(path.join(root, 'docs/policies.md'), 'utf8');
const examples = [...text.matchAll(/```(yaml|text)\n([^]*?)```/g)].map(
  ([, , body]) => body,
);
const [gold, hasty, terminal, appConfig] = examples;

describe('the examples of docs/policies.md', () => {
  it('are as many as are looked at here', () => {
    expect(examples).toHaveLength(4);
  });

  it('show a policy that nothing can be said against', () => {
    expect(lintPolicies([{ file: 'gold.yaml', text: gold }])).toEqual({
      policies: 1,
      problems: [],
      notes: [],
    });
  });

  it('show an impossible one, and what lint says of it', () => {
    const file = { file: 'hasty.yaml', text: hasty.replace(/^#.*\n/, '') };
    const { problems } = lintPolicies([file]);
    expect(problems).toHaveLength(1);
    const [{ line, message }] = problems;
    expect(terminal).toContain(`  hasty.yaml:${line}: ${message}`);
  });

  it('show a configuration that is read without a problem', () => {
    const { safepoint } = parse(appConfig);
    expect(readPolicySettings(safepoint.policies).problems).toEqual([]);
  });

  it("hold the demo's policies, too", () => {
    const file = 'test/fixtures/demo/platform/policies.yaml';
    const demo = readFileSync(path.join(root, file), 'utf8');
    expect(lintPolicies([{ file, text: demo }])).toMatchObject({
      policies: 1,
      problems: [],
    });
  });
});
