import { SafepointError } from '../errors/SafepointError';
import type { PartDigest } from './Storage';

/** What a storage found to be stored; `md5` is left out where it cannot tell. */
export interface StoredPart {
  number: number;
  sizeBytes: number;
  /** Base64. */
  md5?: string;
}

/** Refuses a list of parts that could be no whole object: none, or not numbered upwards from 1 to 10000. */
export function checkPartNumbers(parts: PartDigest[]): void {
  const ascending = parts.every(
    ({ number }, index) =>
      Number.isInteger(number) &&
      number >= 1 &&
      number <= 10_000 &&
      (index === 0 || number > parts[index - 1].number),
  );
  if (!parts.length || !ascending) {
    throw partMismatch([
      'the list is empty, or its numbers do not rise between 1 and 10000',
    ]);
  }
}

/** Compares what was announced with what is stored; names all differences. */
export function checkParts(parts: PartDigest[], stored: StoredPart[]): void {
  const problems: string[] = [];
  const found = new Map(stored.map(part => [part.number, part]));
  for (const part of parts) {
    const match = found.get(part.number);
    if (!match) {
      problems.push(`part ${part.number} was never stored`);
    } else if (match.sizeBytes !== part.sizeBytes) {
      problems.push(
        `part ${part.number} has ${match.sizeBytes} bytes, not ${part.sizeBytes}`,
      );
    } else if (match.md5 !== undefined && match.md5 !== part.md5) {
      problems.push(`part ${part.number} has other content`);
    }
    found.delete(part.number);
  }
  for (const number of found.keys()) {
    problems.push(`part ${number} is stored but not listed`);
  }
  if (problems.length) {
    throw partMismatch(problems);
  }
}

export function partMismatch(problems: string[]): SafepointError {
  const shown = problems.slice(0, 10).join('; ');
  const more = problems.length > 10 ? `; and ${problems.length - 10} more` : '';
  return new SafepointError({
    kind: 'part-mismatch',
    message: `What was uploaded is not what was announced: ${shown}${more}. Take the backup again.`,
  });
}

export function uploadNotFound(): SafepointError {
  return new SafepointError({
    kind: 'upload-not-found',
    message:
      'There is no such upload: it was completed, aborted, or never started. Take the backup again.',
  });
}

export function objectNotFound(location: string): SafepointError {
  return new SafepointError({
    kind: 'object-not-found',
    message: `There is no object at ${location}.`,
  });
}

export function objectTooLarge(
  location: string,
  maxBytes: number,
): SafepointError {
  return new SafepointError({
    kind: 'object-too-large',
    message: `The object at ${location} has more than ${maxBytes} bytes and is not read into memory. Something else than Safepoint wrote it.`,
  });
}

export const defaultMaxReadBytes = 64 * 1024 * 1024;
