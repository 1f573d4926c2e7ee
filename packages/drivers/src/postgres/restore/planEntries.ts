import type { ArchiveHead, ArchiveEntry } from '../archive/readArchiveHead';

const PRIVILEGES = new Set(['ACL', 'ACL LANGUAGE', 'DEFAULT ACL']);

export interface EntryRules {
  /** GRANTs name roles; a scratch server does not have them. */
  privileges: 'keep' | 'skip';
}

function isRestored(entry: ArchiveEntry, rules: EntryRules): boolean {
  if (rules.privileges === 'skip' && PRIVILEGES.has(entry.description))
    return false;
  // Only the extension's owner may comment on it, and that may be who made it in the template.
  return !(
    entry.description === 'COMMENT' && entry.tag.startsWith('EXTENSION ')
  );
}

/** Which entries of an archive are restored, as `pg_restore --use-list` reads it, in their order. */
export function planEntries(head: ArchiveHead, rules: EntryRules): string {
  return head.entries
    .filter(entry => isRestored(entry, rules))
    .map(({ dumpId }) => `${dumpId};\n`)
    .join('');
}
