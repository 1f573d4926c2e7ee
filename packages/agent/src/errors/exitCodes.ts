/** What the process ends with; public API, documented in docs/agent.md. @public */
export const exitCodes = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  refused: 3,
  store: 4,
  storage: 5,
  verification: 6,
  unreachable: 7,
  aborted: 8,
} as const;

/** @public */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The first prefix of an error's kind that fits decides. */
const BY_KIND: [string, ExitCode][] = [
  ['usage', exitCodes.usage],
  ['config-', exitCodes.usage],
  ['connection-invalid', exitCodes.usage],
  ['options-invalid', exitCodes.usage],
  ['identity-', exitCodes.usage],
  ['signing-key', exitCodes.usage],
  ['keys-exist', exitCodes.usage],
  ['portal-unreachable', exitCodes.unreachable],
  ['portal-failed', exitCodes.unreachable],
  ['portal-', exitCodes.refused],
  ['gitlab-unreachable', exitCodes.unreachable],
  ['gitlab-', exitCodes.refused],
  ['lease-lost', exitCodes.aborted],
  ['aborted', exitCodes.aborted],
  ['manifest-', exitCodes.verification],
  ['header-', exitCodes.verification],
  ['runbook-', exitCodes.verification],
  ['object-not-found', exitCodes.storage],
  ['object-', exitCodes.verification],
  ['verification-', exitCodes.verification],
  ['drill-', exitCodes.verification],
  ['store-', exitCodes.store],
  ['tool-', exitCodes.store],
  ['target-', exitCodes.store],
  ['dump-', exitCodes.store],
  ['restore-', exitCodes.store],
  ['switch-', exitCodes.store],
  ['discard-', exitCodes.store],
  ['storage-', exitCodes.storage],
  ['upload-', exitCodes.storage],
  ['part-', exitCodes.storage],
  ['transfer-', exitCodes.storage],
];

/** Insufficient Storage: the portal answered, its storage has no room. */
export const INSUFFICIENT_STORAGE = 507;

/** @public */
export function exitCodeOf(error: unknown): ExitCode {
  const { name, kind, status } = (error ?? {}) as {
    name?: string;
    kind?: string;
    status?: number;
  };
  if (name === 'SafepointApiError' && status !== undefined) {
    if (status === INSUFFICIENT_STORAGE) return exitCodes.storage;
    return status >= 500 ? exitCodes.unreachable : exitCodes.refused;
  }
  if (name === 'SafepointError' && kind !== undefined) {
    const found = BY_KIND.find(([prefix]) => kind.startsWith(prefix));
    return found ? found[1] : exitCodes.unexpected;
  }
  return exitCodes.unexpected;
}
