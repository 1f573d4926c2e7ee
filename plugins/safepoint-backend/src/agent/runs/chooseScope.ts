import { InputError } from '@backstage/errors';

/** The one component that a run without `component` is about. */
export function chooseComponent(
  named: string | undefined,
  bound: string[],
): string | undefined {
  if (named) return named;
  if (bound.length <= 1) return bound[0];
  throw new InputError(
    `This project is bound to several components: ${bound.join(
      ', ',
    )}. Say in safepoint.yaml which one: component: ${bound[0]}`,
  );
}

/** The stores to save; for a gate they must cover everything that the component depends on. */
export function chooseStores(input: {
  named: string[] | undefined;
  component: string | undefined;
  dependsOn: string[];
  mustCover: boolean;
}): string[] {
  const stores = [...new Set(input.named ?? input.dependsOn)];
  if (stores.length === 0) {
    throw new InputError(
      input.component
        ? `${input.component} depends on no data store in the catalog, and the run names none. Add dependsOn to its entity, or stores to safepoint.yaml.`
        : 'The run names no store. Add stores, or a component, to safepoint.yaml.',
    );
  }
  const uncovered = input.dependsOn.filter(store => !stores.includes(store));
  if (input.mustCover && uncovered.length > 0) {
    throw new InputError(
      `A deployment of ${
        input.component
      } needs a recovery point of everything that it depends on; safepoint.yaml lacks ${uncovered.join(
        ', ',
      )}.`,
    );
  }
  return stores;
}

/** Every reference must be whole, since keys in storage are made from it. */
export function checkEntityRefs(refs: (string | undefined)[]): void {
  const bad = refs.filter(
    ref =>
      ref !== undefined &&
      !/^[a-z0-9._-]+:[a-z0-9._-]+\/[a-z0-9._-]+$/.test(ref),
  );
  if (bad.length > 0) {
    throw new InputError(
      `${bad
        .map(ref => `'${ref}'`)
        .join(
          ', ',
        )} is no full entity reference; write kind:namespace/name in lower case.`,
    );
  }
}
