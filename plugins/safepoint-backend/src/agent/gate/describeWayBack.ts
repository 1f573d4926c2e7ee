import type {
  DataAtStakeView,
  OutcomeReportView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { RecordedDeployment } from '../../database/RecordedDeployment';
import { toDeploymentView, toLastKnownGoodView } from '../../recovery/toApi';
import type { FailureResponse } from '../../requests/FailureResponder';
import type { WayBack } from './WayBackFinder';

/** Domain to wire: the way back of one store, with the link that opens the restore dialog for it. */
export function describeWayBack(
  wayBack: WayBack,
  deployment: RecordedDeployment,
  appBaseUrl: string,
  response?: FailureResponse,
): OutcomeReportView['stores'][number] {
  const { instance, lastKnownGood, dataAtStake } = wayBack;
  return {
    entityRef: instance.entityRef,
    environment: instance.environment,
    lastKnownGood: toLastKnownGoodView(lastKnownGood),
    ...(dataAtStake && {
      dataAtStakeSeconds: dataAtStake.seconds,
      dataAtStake: toDataAtStakeView(dataAtStake),
      restoreUrl: restoreUrl(wayBack, deployment, appBaseUrl),
    }),
    ...(response && { response: toResponseView(response) }),
  };
}

function toResponseView({
  action,
  reason,
  request,
}: FailureResponse): NonNullable<
  OutcomeReportView['stores'][number]['response']
> {
  return {
    action,
    reason,
    ...(request && {
      requestId: request.id,
      status: request.status,
      approvalsNeeded: request.approvalsNeeded,
    }),
  };
}

function toDataAtStakeView(
  stake: NonNullable<WayBack['dataAtStake']>,
): DataAtStakeView {
  return {
    since: stake.since.toISOString(),
    seconds: stake.seconds,
    ...(stake.comparedWith && {
      comparedWith: stake.comparedWith.recoveryPointId,
      comparedAt: stake.comparedWith.stateAt.toISOString(),
    }),
    tables: stake.tables,
    deployments: stake.deployments.map(toDeploymentView),
  };
}

/** What the frontend's `useRecoveryLocation` reads. */
function restoreUrl(
  { instance, lastKnownGood }: WayBack,
  deployment: RecordedDeployment,
  appBaseUrl: string,
): string {
  const [, kind, namespace, name] =
    /^([^:]+):([^/]+)\/(.+)$/.exec(deployment.entityRef) ?? [];
  const query = new URLSearchParams({
    restore: lastKnownGood.point?.id ?? '',
    environment: deployment.environment,
    store: instance.id,
    deployment: deployment.id,
  });
  return `${appBaseUrl}/catalog/${namespace}/${kind}/${name}/recovery?${query}`;
}
