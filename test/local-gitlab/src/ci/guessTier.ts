/** GitLab's guess of a deployment tier from an environment's name, in GitLab's order. */
const tiers: readonly (readonly [RegExp, string])[] = [
  [/dev|review|trunk/i, 'development'],
  [/test|tst|int|ac(ce|)pt|qa|qc|control|quality/i, 'testing'],
  [/st(a|)g|mod(e|)l|pre|demo|non/i, 'staging'],
  [/pr(o|)d|live/i, 'production'],
];

/** The tier of an environment that names none. */
export function guessTier(environmentName: string): string {
  return (
    tiers.find(([pattern]) => pattern.test(environmentName))?.[1] ?? 'other'
  );
}
