import type { DirectPlan } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';

export type DirectTrigger = 'pre-deploy' | 'baseline' | 'manual' | 'scheduled';

export interface DirectScope {
  stores: DirectPlan['stores'];
  /** The component whose deployment it is. */
  component?: string;
}

/** What the portal would have chosen: the plan's stores that are asked for, all of them for a gate. */
export function chooseDirectScope(
  plan: DirectPlan,
  asked: { trigger: DirectTrigger; component?: string; stores: string[] },
): DirectScope {
  const problems: string[] = [];
  const stores = [...new Set(asked.stores)].flatMap(entityRef => {
    const store = plan.stores.find(one => one.entityRef === entityRef);
    if (!store) problems.push(`it does not name ${entityRef}`);
    return store ? [store] : [];
  });
  const deploys =
    asked.trigger === 'pre-deploy' || asked.trigger === 'baseline';
  const component = deploys
    ? chooseComponent(plan, asked.component, problems)
    : undefined;
  const uncovered = (component?.dependsOn ?? []).filter(
    entityRef => !asked.stores.includes(entityRef),
  );
  if (asked.trigger === 'pre-deploy' && uncovered.length > 0) {
    problems.push(
      `a deployment of ${
        component?.entityRef
      } needs a recovery point of everything that it depends on; safepoint.yaml lacks ${uncovered.join(
        ', ',
      )}`,
    );
  }
  if (problems.length > 0) {
    throw new SafepointError({
      kind: 'portal-plan-refused',
      message: `The portal cannot be reached, and its plan does not allow this: ${problems.join(
        '; ',
      )}.`,
    });
  }
  return { stores, ...(component && { component: component.entityRef }) };
}

function chooseComponent(
  { components }: DirectPlan,
  named: string | undefined,
  problems: string[],
): DirectPlan['components'][number] | undefined {
  const known = components.map(({ entityRef }) => entityRef).join(', ');
  if (!named && components.length !== 1) {
    problems.push(
      components.length === 0
        ? 'it lets this project gate no deployment'
        : `it is for several components (${known}); say in safepoint.yaml which one is deployed`,
    );
    return undefined;
  }
  const found = components.find(({ entityRef }) =>
    named ? entityRef === named : true,
  );
  if (!found) problems.push(`it does not let this project deploy ${named}`);
  return found;
}
