import { readRecoveryPolicy } from './readRecoveryPolicy';
import { gold } from './testPolicies';

function problemsOf(document: unknown): string[] {
  const reading = readRecoveryPolicy(document);
  return reading.outcome === 'invalid'
    ? reading.problems.map(({ path, message }) => `${path}: ${message}`)
    : [];
}

function notesOf(document: unknown): string[] {
  const reading = readRecoveryPolicy(document);
  if (reading.outcome === 'invalid')
    throw new Error(String(problemsOf(document)));
  return reading.notes.map(({ path, message }) => `${path}: ${message}`);
}

it('reads all that the policy of the design says', () => {
  const reading = readRecoveryPolicy(gold());
  if (reading.outcome === 'invalid') throw new Error('It is not valid.');
  expect(reading.policy).toEqual({
    ref: 'recoverypolicy:default/gold',
    name: 'gold',
    owner: 'group:default/platform',
    rules: {
      objectives: {
        rpoSeconds: 3_600,
        rtoSeconds: 900,
        verifiedWithinSeconds: 604_800,
        verificationLevel: 'L3',
      },
      backups: {
        schedule: { cron: '0 * * * *', timezone: 'Europe/Berlin' },
        baseline: true,
      },
      gate: { mode: 'required', reuseWithinSeconds: 600 },
      retention: {
        last: 5,
        daily: 7,
        weekly: 4,
        monthly: 12,
        yearly: 1,
        pinDeploymentsSeconds: 2_592_000,
        immutableForSeconds: 1_209_600,
      },
      drills: {
        schedule: { cron: '0 3 * * 0', timezone: 'UTC' },
        environment: 'drill',
        level: 'L4',
      },
      approvals: { production: 2, otherwise: 0 },
      approvers: { production: ['group:default/sre'] },
      notify: ['owner', 'group:default/sre'],
    },
  });
});

it('reads an entity as the catalog gives it, in any namespace', () => {
  const reading = readRecoveryPolicy({
    ...gold(),
    metadata: {
      name: 'Gold',
      namespace: 'platform',
      uid: 'x',
      annotations: {},
    },
    relations: [],
    status: { items: [] },
  });
  expect(reading).toMatchObject({
    outcome: 'valid',
    policy: { ref: 'recoverypolicy:platform/gold', name: 'platform/gold' },
  });
});

it('tells of a promise that leaves no room', () => {
  expect(notesOf(gold())).toEqual([
    "spec.objectives.rpo: rpo PT1H, but the schedule '0 * * * *' (Europe/Berlin) leaves 1 hour between points at most (from 2026-01-01T01:00Z on); the newest one is older than that while the next is being made, so leave some room",
    "spec.objectives.verifiedWithin: verifiedWithin P7D, but the schedule '0 3 * * 0' leaves 7 days between drills; the newest one is older than that while the next is being made, so leave some room",
  ]);
});

it('tells all problems at once, each with what to do', () => {
  expect(
    problemsOf({
      apiVersion: 'safepoint.dev/v1',
      kind: 'RecoveryPolicy',
      metadata: { name: 'gold policy' },
      spec: {
        objectives: { rpo: '1h', rto: 'PT0S', verificationlevel: 'L3' },
        backups: {
          schedule: { cron: '0 25 * * *', timezone: 'Europe/Nowhere' },
          beforeDeploy: { mode: 'always' },
        },
        retention: { last: 0, daily: 1.5 },
        restores: {
          production: {
            approvals: 0,
            approvers: [],
            emergency: { group: 'group:default/on-call' },
          },
          staging: { approvals: 1 },
        },
        notify: ['owner', 'a b'],
      },
    }),
  ).toEqual([
    'apiVersion: must be safepoint.dev/v1alpha1',
    'metadata.name: write letters and digits, parted by - _ or .',
    'spec.owner: is missing; it is text',
    'spec.objectives.rpo: write an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as PT1H or P7D',
    'spec.objectives.rto: must be longer than nothing',
    "spec.objectives.verificationlevel: the key 'verificationlevel' is unknown here; the keys are rpo, rto, verifiedWithin, verificationLevel",
    "spec.backups.schedule.cron: write five fields: minute, hour, day of month, month, day of week, such as '0 3 * * *'",
    'spec.backups.schedule.timezone: write an IANA name of a time zone, such as Europe/Berlin',
    'spec.backups.beforeDeploy.mode: must be one of required, reuse, off',
    'spec.retention.last: must be at least 1',
    'spec.retention.daily: must be a whole number',
    'spec.restores.production.approvals: must be at least 1',
    'spec.restores.production.approvers: name at least 1, or leave it out',
    'spec.restores.production.emergency: emergency restores are not there yet; leave it out, and let `approvals` say how many people a restore needs',
    "spec.restores.staging: the key 'staging' is unknown here; the keys are production, *",
    'spec.notify[1]: write a reference of a group or a user, such as group:default/sre',
  ]);
});

it.each([undefined, null, 'gold', [], 7])('is no policy: %p', document => {
  expect(problemsOf(document)).not.toEqual([]);
});

describe('what is impossible, with its arithmetic', () => {
  const objectives = { rpo: 'PT1H', verifiedWithin: 'P7D' };

  it('has an RPO that its schedule cannot reach', () => {
    expect(
      problemsOf(
        gold({ objectives, backups: { schedule: { cron: '0 */2 * * *' } } }),
      ),
    ).toEqual([
      "spec.objectives.rpo: rpo PT1H, but the schedule '0 */2 * * *' leaves 2 hours between points; let it run more often, or let rpo be PT2H or longer",
    ]);
  });

  it('counts the night in which the clocks are turned back', () => {
    const daily = (timezone: string) =>
      problemsOf(
        gold({
          objectives: { rpo: 'P1D', verifiedWithin: 'P7D' },
          backups: { schedule: { cron: '0 3 * * *', timezone } },
        }),
      );
    expect(daily('UTC')).toEqual([]);
    expect(daily('Europe/Berlin')).toEqual([
      "spec.objectives.rpo: rpo P1D, but the schedule '0 3 * * *' (Europe/Berlin) leaves 1 day 1 hour between points at most (from 2026-10-24T01:00Z on); let it run more often, or let rpo be P1DT1H or longer",
    ]);
  });

  it('drills more rarely than a proof may be old', () => {
    expect(
      problemsOf(gold({ drills: { schedule: { cron: '0 3 1 * *' } } })),
    ).toEqual([
      "spec.objectives.verifiedWithin: verifiedWithin P7D, but the schedule '0 3 1 * *' leaves 31 days between drills; let it run more often, or let verifiedWithin be P31D or longer",
    ]);
  });

  it('has a schedule that does not come round', () => {
    expect(
      problemsOf(gold({ drills: { schedule: { cron: '0 3 30 2 *' } } })),
    ).toEqual([
      "spec.drills.schedule.cron: the schedule '0 3 30 2 *' does not come round within two years; choose days that every year has",
    ]);
  });

  it('drills less far than a proof needs', () => {
    expect(problemsOf(gold({ drills: { level: 'L2' } }))).toEqual([
      'spec.drills.level: drills go to L2, but verificationLevel L3 is what counts as a proof; let them go to L3 or further',
    ]);
  });

  it('pins points for longer than it keeps any', () => {
    expect(
      problemsOf(gold({ retention: { daily: 7, pinDeployments: 'P30D' } })),
    ).toEqual([
      'spec.retention.pinDeployments: pinDeployments P30D, but retention keeps points for 7 days at most (daily: 7), so that a pinned point would stand alone; keep more of them, or pin for P7D or less',
    ]);
  });

  it('uses points again that are too old for the deploy job', () => {
    expect(
      problemsOf(
        gold({
          backups: {
            beforeDeploy: {
              mode: 'reuse',
              reuseWithin: 'PT30M',
              maxPointAge: 'PT10M',
            },
          },
        }),
      ),
    ).toEqual([
      'spec.backups.beforeDeploy.reuseWithin: reuseWithin PT30M, but the deploy job takes no point that is older than PT10M (maxPointAge); let reuseWithin be shorter',
    ]);
  });
});

it('keeps what a policy does not count from being kept by the default', () => {
  expect(readRecoveryPolicy(gold({ retention: { daily: 40 } }))).toMatchObject({
    policy: { rules: { retention: { last: 5, daily: 40, monthly: 0 } } },
  });
  expect(
    readRecoveryPolicy(gold({ retention: { immutableFor: 'P1D' } })),
  ).toMatchObject({
    policy: { rules: { retention: { immutableForSeconds: 86_400 } } },
  });
});
