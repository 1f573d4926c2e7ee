import {
  decidePosture,
  findLastKnownGood,
  type InstanceRecoveryView,
  type Objectives,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Binding } from '../bindings/Binding';
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
  objectives: Objectives;
  /** Of the store in this environment; they decide whether anybody may save it. */
  bindings: Binding[];
  /** Shown beside them: those of the component whose page it is. */
  otherBindings: Binding[];
  requests: VisibleRequest[];
  may: InstanceRecoveryView['may'];
  now: Date;
}): InstanceRecoveryView {
  const { facts, bindings, requests, now } = input;
  const { instance, points } = facts;
  const posture = decidePosture({
    ...facts,
    objectives: input.objectives,
    bound: bindings.some(
      ({ status, operations }) =>
        status === 'confirmed' && operations.includes('backup'),
    ),
    now,
  });
  const page = points.slice(0, pointsOnPage);
  return {
    instance: toStoreInstanceView(instance, {
      production: input.production,
      title: input.title,
    }),
    posture: toPostureView(posture),
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
