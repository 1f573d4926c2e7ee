import type { DeployJob } from './findDeployJob';

/** What the owners of a service have to know and do before they merge. */
export function describeMergeRequest(facts: {
  component: string;
  stores: string[];
  deployJob: DeployJob;
  environment: string;
  variables: string[];
  /** There is a `safepoint.yaml` already. */
  configured: boolean;
}): string {
  const { component, stores, deployJob, environment } = facts;
  const parts = [
    `Before each deployment of \`${component}\` to **${environment}** the pipeline takes a recovery point of ${stores
      .map(store => `\`${store}\``)
      .join(', ')}, or it does not deploy.`,
    '### Before merging',
    facts.configured
      ? '- [ ] `safepoint.yaml` is kept as it is: see that it names these stores.'
      : `- [ ] Set ${facts.variables
          .map(name => `\`${name}\``)
          .join(
            ', ',
          )} as CI/CD variables of the environment ${environment}, masked and protected: the connection of a role that reads the store.`,
  ];
  if (deployJob.mayFail) {
    parts.push(
      `- [ ] GitLab lets the job \`${deployJob.name}\` fail, and would take its failure for a success. Give it \`allow_failure: false\`.`,
    );
  }
  if (deployJob.ownNeeds) {
    parts.push(
      `- [ ] The job \`${deployJob.name}\` has \`needs\` of its own, so that the order of stages does not hold it back. It needs the strict gate:`,
      strictGate(deployJob.name),
    );
  } else {
    parts.push(
      '### Stricter',
      `With these lines the job itself asks the portal whether its recovery point stands:\n\n${strictGate(
        deployJob.name,
      )}`,
    );
  }
  return `${parts.join('\n\n')}\n`;
}

function strictGate(job: string): string {
  return [
    '```yaml',
    `${JSON.stringify(job).replace(/^"([\w-]+)"$/, '$1')}:`,
    '  extends: .safepoint-gate',
    '  needs: [!reference [.safepoint-gate, needs]] # and the ones it has',
    '  script:',
    '    - !reference [.safepoint-gate, script]',
    '    # the script it has',
    '```',
  ].join('\n');
}
