/** The policy of the design, `gold`, with other words in its parts. For tests. */
export function gold(spec: Record<string, unknown> = {}, name = 'gold') {
  return {
    apiVersion: 'safepoint.dev/v1alpha1',
    kind: 'RecoveryPolicy',
    metadata: { name },
    spec: {
      owner: 'group:default/platform',
      objectives: {
        rpo: 'PT1H',
        rto: 'PT15M',
        verifiedWithin: 'P7D',
        verificationLevel: 'L3',
      },
      backups: {
        schedule: { cron: '0 * * * *', timezone: 'Europe/Berlin' },
        beforeDeploy: { mode: 'required', reuseWithin: 'PT10M' },
        afterDeploy: { baseline: true },
      },
      retention: {
        last: 5,
        daily: 7,
        weekly: 4,
        monthly: 12,
        yearly: 1,
        pinDeployments: 'P30D',
        immutableFor: 'P14D',
      },
      drills: {
        schedule: { cron: '0 3 * * 0' },
        level: 'L4',
        environment: 'drill',
      },
      restores: {
        production: { approvals: 2, approvers: ['group:default/sre'] },
        '*': { approvals: 0 },
      },
      notify: ['owner', 'group:default/sre'],
      ...spec,
    },
  };
}
