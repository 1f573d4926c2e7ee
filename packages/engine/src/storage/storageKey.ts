import { SafepointError } from '../errors/SafepointError';

// eslint-disable-next-line no-control-regex
const unfit = /[\u0000-\u001f\u007f\\]/;

/**
 * Refuses keys that could mean something else than one object below the storage's prefix: `..`,
 * absolute ones, empty segments, control characters, and names that start with a dot (ours).
 */
export function checkStorageKey(key: string): string[] {
  const segments = key.split('/');
  const fits = Buffer.byteLength(key) <= 900 && segments.every(isSegment);
  if (!fits) {
    throw invalidKey(key);
  }
  return segments;
}

/** As for a key, but it may be empty and may end within a segment or with a slash. */
export function checkStoragePrefix(prefix: string): string {
  const segments = prefix.split('/');
  const last = segments.pop()!;
  if (!segments.every(isSegment) || (last && !isSegment(last))) {
    throw invalidKey(prefix);
  }
  return prefix;
}

function isSegment(segment: string): boolean {
  return (
    segment.length > 0 &&
    !segment.startsWith('.') &&
    !unfit.test(segment) &&
    Buffer.byteLength(segment) <= 200
  );
}

function invalidKey(key: string): SafepointError {
  return new SafepointError({
    kind: 'key-invalid',
    message: `${JSON.stringify(
      key.slice(0, 100),
    )} is no key of a stored object. Segments between slashes are not empty, do not start with a dot, and hold no control characters or backslashes.`,
  });
}
