import {
  findLastKnownGood,
  type InstanceRecoveryView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Binding } from '../bindings/Binding';
import type { EvaluatedPosture } from '../posture/storedPosture';
import type { VisibleRequest } from '../requests/RequestVisibility';
import type { InstanceFacts } from './InstanceFacts';
import {
  toBindingView,
  toLastKnownGoodView,
  toPostureView,
  toRecoveryPointView,
  toRequestView,
  toStoreInstanceView,
} from './toApi';

const pointsOnPage = 20;

/** One store instance as the Recovery tab shows it. Pure: all that it needs is given. */
export function describeInstance(input: {
  facts: InstanceFacts;
  title?: string;
  production: boolean;
  posture: EvaluatedPosture;
  /** Of the store in this environment. */
  bindings: Binding[];
  /** Shown beside them: those of the component whose page it is. */
  otherBindings: Binding[];
  requests: VisibleRequest[];
  may: InstanceRecoveryView['may'];
}): InstanceRecoveryView {
  const { facts, bindings, requests } = input;
  const { instance, points } = facts;
  const page = points.slice(0, pointsOnPage);
  return {
    instance: toStoreInstanceView(instance, {
      production: input.production,
      title: input.title,
    }),
    posture: toPostureView(input.posture),
    lastKnownGood: toLastKnownGoodView(findLastKnownGood(facts)),
    recoveryPoints: page.map(point => toRecoveryPointView(point, instance)),
    nextCursor: points.length > page.length ? page.at(-1)?.id : undefined,
    requests: requests.map(({ request, mayDecide }) =>
      toRequestView(request, instance, mayDecide),
    ),
    bindings: [...bindings, ...input.otherBindings].map(toBindingView),
    may: input.may,
  };
}
