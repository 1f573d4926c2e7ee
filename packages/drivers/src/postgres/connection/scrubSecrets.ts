/** Replaces each secret; what a tool prints may quote its connection. */
export function scrubSecrets(text: string, secrets: string[]): string {
  return secrets
    .filter(secret => secret.length > 0)
    .sort((a, b) => b.length - a.length)
    .reduce((scrubbed, secret) => scrubbed.replaceAll(secret, '***'), text);
}
