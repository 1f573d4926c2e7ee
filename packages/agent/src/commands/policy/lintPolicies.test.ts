import { lintPolicies } from './lintPolicies';

const gold = `apiVersion: safepoint.dev/v1alpha1
kind: RecoveryPolicy
metadata: { name: gold }
spec:
  owner: group:default/platform
  objectives: { rpo: PT1H }
  backups:
    schedule: { cron: '0 * * * *' }
`;

const shown = (findings: { file: string; line: number; message: string }[]) =>
  findings.map(({ file, line, message }) => `${file}:${line}: ${message}`);

it('finds nothing wrong with a good policy, and says what is unwise', () => {
  const result = lintPolicies([{ file: 'gold.yaml', text: gold }]);
  expect(result).toMatchObject({ policies: 1, problems: [] });
  expect(shown(result.notes)).toEqual([
    expect.stringMatching(
      /^gold\.yaml:6: spec\.objectives\.rpo: rpo PT1H, but/,
    ),
  ]);
});

it('tells all problems of all documents of all files, with their lines', () => {
  const broken = gold.replace('PT1H', '1h').replace('schedule:', 'shedule:');
  const { problems } = lintPolicies([
    { file: 'a.yaml', text: `${broken}---\n${gold}` },
    { file: 'b.yaml', text: `${gold}---\nkind: Component\n` },
    { file: 'c.yaml', text: 'a: [1\nb: 2' },
    { file: 'd.yaml', text: '' },
  ]);
  expect(shown(problems)).toEqual([
    'a.yaml:6: spec.objectives.rpo: write an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as PT1H or P7D',
    "a.yaml:8: spec.backups.shedule: the key 'shedule' is unknown here; the keys are schedule, beforeDeploy, afterDeploy",
    'b.yaml:1: metadata.name: there is a policy gold in a.yaml:10 already; the catalog takes one of them',
    'b.yaml:10: kind: must be RecoveryPolicy; put other entities into files of their own',
    expect.stringMatching(/^c\.yaml:\d: /),
    'd.yaml:1: there is no policy',
  ]);
});

it('finds the line of an entry of a list, and of a key that is missing', () => {
  const { problems } = lintPolicies([
    {
      file: 'a.yaml',
      text: gold
        .replace('  owner: group:default/platform\n', '')
        .concat('  notify:\n    - owner\n    - a b\n'),
    },
  ]);
  expect(shown(problems)).toEqual([
    'a.yaml:4: spec.owner: is missing; it is text',
    'a.yaml:10: spec.notify[1]: write a reference of a group or a user, such as group:default/sre',
  ]);
});
