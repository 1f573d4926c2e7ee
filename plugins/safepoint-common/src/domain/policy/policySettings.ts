import { z } from 'zod';
import { describePolicyIssues } from './describePolicyIssues';
import { knownKeysAt } from './knownPolicyKeys';
import { readPolicyName } from './policyRef';
import { type PolicySelector, policySelectorKeys } from './PolicySelector';
import type { PolicyProblem } from './RecoveryPolicy';

/** `safepoint.policies` of app-config. @public */
export interface PolicySettings {
  /** Where policies are taken from; nowhere by default. */
  locations: { type: string; target: string }[];
  /** The first that matches gives the floor. */
  selectors: PolicySelector[];
}

const words = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

const settingsSchema = z.strictObject({
  locations: z
    .array(
      z.strictObject({
        type: z.enum(['url', 'file']).default('url'),
        target: z.string().min(1),
      }),
    )
    .default([]),
  selectors: z
    .array(
      z.strictObject({
        match: z
          .strictObject(
            Object.fromEntries(
              policySelectorKeys.map(key => [key, words.optional()]),
            ),
          )
          .default({}),
        policy: z
          .string()
          .refine(
            name => readPolicyName(name) !== undefined,
            'write the name of a policy, such as gold',
          ),
      }),
    )
    .default([]),
});

/**
 * Reads `safepoint.policies`, for everybody who needs it: the backend, the catalog's module and the
 * command line.
 *
 * @returns the settings, and all that is wrong with them; they count only where nothing is
 * @public
 */
export function readPolicySettings(section: unknown): {
  settings: PolicySettings;
  problems: PolicyProblem[];
} {
  const parsed = settingsSchema.safeParse(section ?? {}, { reportInput: true });
  if (!parsed.success) {
    return {
      settings: { locations: [], selectors: [] },
      problems: describePolicyIssues(parsed.error.issues, path =>
        knownKeysAt(settingsSchema, path),
      ).map(({ path, message }) => ({
        path: `safepoint.policies.${path}`
          .replace(/\.$/, '')
          .replace('.[', '['),
        message,
      })),
    };
  }
  const { locations, selectors } = parsed.data;
  return {
    settings: {
      locations,
      selectors: selectors.map(({ match, policy }) => ({
        match: Object.fromEntries(
          Object.entries(match).map(([key, value]) => [
            key,
            typeof value === 'string' ? [value] : value,
          ]),
        ),
        // The schema has read it once.
        policy: readPolicyName(policy) ?? policy,
      })),
    },
    problems: unreachable(selectors.map(({ match }) => match)),
  };
}

/** Whoever writes a selector behind one for everything believes that it does something. */
function unreachable(matches: object[]): PolicyProblem[] {
  const first = matches.findIndex(match => Object.keys(match).length === 0);
  return matches.slice(first + 1).flatMap((_, offset) =>
    first < 0
      ? []
      : [
          {
            path: `safepoint.policies.selectors[${first + 1 + offset}]`,
            message: `never gets its turn, since selector ${
              first + 1
            } matches everything; put it before that one`,
          },
        ],
  );
}
