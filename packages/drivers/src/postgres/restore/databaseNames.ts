const MAX_BYTES = 63;

/** Cuts at a whole character. */
function cutBytes(text: string, bytes: number): string {
  let cut = '';
  for (const character of text) {
    if (Buffer.byteLength(cut + character) > bytes) break;
    cut += character;
  }
  return cut;
}

/** `<live>_<word>_<label>`, the live name shortened so that PostgreSQL cuts nothing of the label. */
function nameBeside(live: string, word: string, label: string): string {
  const plainLabel = label.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 36);
  const suffix = `_${word}_${plainLabel}`;
  return cutBytes(live, MAX_BYTES - suffix.length) + suffix;
}

/** Name of the database that a restore makes beside the live one. */
export function restoredName(live: string, label: string): string {
  return nameBeside(live, 'restored', label);
}

/** Name that the live database gets when a restored one takes its place. */
export function keptName(live: string, label: string): string {
  return nameBeside(live, 'before', label);
}
