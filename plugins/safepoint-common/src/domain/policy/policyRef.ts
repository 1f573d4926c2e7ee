import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { recoveryPolicyKind } from './RecoveryPolicy';

/** Names a policy that may make the rules of an entity stronger, and never weaker. @public */
export const SAFEPOINT_POLICY_ANNOTATION = 'safepoint.dev/policy';

/** @public */
export function refOfPolicy(of: { name: string; namespace?: string }): string {
  return stringifyEntityRef({ kind: recoveryPolicyKind, ...of });
}

/** For people: without the namespace where that is `default`. @public */
export function nameOfPolicy(ref: string): string {
  const { namespace, name } = parseEntityRef(ref);
  return namespace === DEFAULT_NAMESPACE ? name : `${namespace}/${name}`;
}

/**
 * The policy that somebody names: `gold`, `platform/gold` or a whole entity reference.
 *
 * @returns undefined where that can be no policy
 * @public
 */
export function readPolicyName(text: string): string | undefined {
  try {
    const ref = parseEntityRef(text.trim(), {
      defaultKind: recoveryPolicyKind,
      defaultNamespace: DEFAULT_NAMESPACE,
    });
    return /^[a-z0-9._/-]+$/i.test(`${ref.namespace}/${ref.name}`) &&
      ref.kind.toLocaleLowerCase('en-US') ===
        recoveryPolicyKind.toLocaleLowerCase('en-US')
      ? stringifyEntityRef(ref)
      : undefined;
  } catch {
    return undefined;
  }
}
