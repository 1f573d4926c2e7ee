/** GitLab masks values of at least eight characters without white space. */
const maskable = /^\S{8,}$/;

/** Tells whether GitLab could mask a value in job logs. */
export function isMaskable(value: string): boolean {
  return maskable.test(value);
}

/** Replaces every secret in a log by GitLab's `[MASKED]`. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  return (
    [...secrets]
      .filter(secret => secret !== '')
      // The longest first: a secret may contain another.
      .sort((a, b) => b.length - a.length)
      .reduce((masked, secret) => masked.replaceAll(secret, '[MASKED]'), text)
  );
}
