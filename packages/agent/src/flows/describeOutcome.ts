import type {
  DataAtStakeView,
  DeploymentView,
  OutcomeReportView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { formatSeconds } from '../report/formatBytes';

type StoreReport = OutcomeReportView['stores'][number];

const SHOWN = 10;

/** What the person on call needs to read first, line by line. */
export function describeOutcome(report: OutcomeReportView): string[] {
  return [
    ...describeDeployment(report.deployment),
    ...report.stores.flatMap(describeStore),
  ];
}

function describeDeployment(deployment: DeploymentView): string[] {
  const { id, entityRef, environment, status, commit, ref } = deployment;
  const what = `Deployment ${id} of ${entityRef} to ${environment}`;
  if (status !== 'failed') return [`${what} is recorded as ${status}.`];
  return [
    `${what} has failed${
      commit ? `: commit ${commit.slice(0, 8)}${ref ? ` on ${ref}` : ''}` : ''
    }.`,
    ...(deployment.startedAt ? [`  Started: ${deployment.startedAt}`] : []),
    ...(deployment.jobUrl ? [`  Job: ${deployment.jobUrl}`] : []),
    ...(deployment.pipelineUrl
      ? [`  Pipeline: ${deployment.pipelineUrl}`]
      : []),
  ];
}

function describeStore(store: StoreReport): string[] {
  const { lastKnownGood, dataAtStake, restoreUrl } = store;
  const what = lastKnownGood.recoveryPointId
    ? `last known good is ${lastKnownGood.recoveryPointId} (state of ${lastKnownGood.stateAt})`
    : 'there is no last known good';
  return [
    `${store.entityRef} (${store.environment}): ${what}. ${lastKnownGood.reason}`,
    ...(dataAtStake ? describeDataAtStake(dataAtStake) : []),
    ...(restoreUrl ? [`  Restore: ${restoreUrl}`] : []),
    ...(store.response ? [describeResponse(store.response)] : []),
  ];
}

function describeResponse(
  response: NonNullable<StoreReport['response']>,
): string {
  const { action, reason, requestId, status, approvalsNeeded = 0 } = response;
  if (action === 'report') return `  The portal starts no restore: ${reason}.`;
  const request = `request ${requestId?.slice(0, 8)} is ${status}`;
  return action === 'restore'
    ? `  The portal restores it by itself (${request}): ${reason}.`
    : `  The portal has asked for the restore (${request}, approvals needed: ${approvalsNeeded}): ${reason}.`;
}

function describeDataAtStake(stake: DataAtStakeView): string[] {
  return [
    `  Going back loses what was written in the last ${formatSeconds(
      stake.seconds,
    )}.`,
    describeTables(stake),
    ...limit(
      stake.deployments.map(
        ({ entityRef, commit, status }) =>
          `  Deployed since: ${entityRef}${
            commit ? ` ${commit.slice(0, 8)}` : ''
          } (${status})`,
      ),
      'more deployments',
    ),
  ];
}

/** Nothing is claimed of what no recovery point has seen. */
function describeTables({
  comparedAt,
  comparedWith,
  tables,
}: DataAtStakeView): string {
  if (!comparedWith) {
    return '  What was written is not known by table: no recovery point was taken since.';
  }
  const changes = tables.map(({ name, rowsThen, rowsSince }) => {
    if (rowsThen === undefined) return `${name} (new, ${rowsSince} rows)`;
    if (rowsSince === undefined) return `${name} (gone, had ${rowsThen} rows)`;
    return `${name} (${rowsThen} → ${rowsSince} rows)`;
  });
  const until = `Up to recovery point ${comparedWith} of ${comparedAt}`;
  return changes.length === 0
    ? `  ${until} no table differs.`
    : `  ${until} these differ: ${limit(changes, 'more tables').join(', ')}.`;
}

function limit(items: string[], rest: string): string[] {
  return items.length <= SHOWN
    ? items
    : [...items.slice(0, SHOWN), `  … and ${items.length - SHOWN} ${rest}`];
}
