/**
 * An id as people tell it apart from its neighbours. ULIDs of one day begin alike, so it is their end that
 * counts; of digests and commits it is the beginning, as GitLab shortens them.
 */
export function shortId(id: string): string {
  if (/^[0-9A-HJKMNP-TV-Z]{26}$/.test(id)) return `…${id.slice(-6)}`;
  return /^[0-9a-f]{16,}$/.test(id) ? id.slice(0, 8) : id;
}
