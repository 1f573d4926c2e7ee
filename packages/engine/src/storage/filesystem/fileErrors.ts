import { SafepointError } from '../../errors/SafepointError';

const kinds: Record<
  string,
  { kind: string; advice: string; retryable: boolean }
> = {
  ENOSPC: full(),
  EDQUOT: full(),
  EFBIG: full(),
  EACCES: denied(),
  EPERM: denied(),
  EROFS: denied(),
  ELOOP: denied(),
  ENOTDIR: denied(),
};

/** Makes of an error of the file system one that says what to do; others pass unchanged. */
export function translateFileError(error: unknown): unknown {
  const { code, syscall } = (error ?? {}) as {
    code?: string;
    syscall?: string;
  };
  if (!code || !syscall) {
    return error;
  }
  const { kind, advice, retryable } = kinds[code] ?? {
    kind: 'storage-unreachable',
    advice: 'Look at the disk or mount that `safepoint.storage.root` names.',
    retryable: true,
  };
  return new SafepointError({
    kind,
    message: `The storage's folder could not be used (${syscall}: ${code}). ${advice}`,
    retryable,
    cause: error,
  });
}

/** Runs something that works on files and translates what it throws. */
export async function withFileErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translateFileError(error);
  }
}

export function hasCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as { code?: string } | undefined)?.code ?? '');
}

/** @param freeBytes - beyond what is kept free */
export function storageFull(
  neededBytes: number,
  freeBytes: number,
  reservedBytes: number,
) {
  const lack =
    neededBytes > 0
      ? `${neededBytes} bytes are needed and ${freeBytes} are free`
      : 'nothing is free';
  return new SafepointError({
    kind: 'storage-full',
    message: `The storage is full: ${lack} beyond the ${reservedBytes} that are kept free. Make room on the disk of \`safepoint.storage.root\`; nothing that is stored was touched.`,
  });
}

function full() {
  return {
    kind: 'storage-full',
    advice:
      'The disk is full. Make room on the disk of `safepoint.storage.root`; nothing that is stored was touched.',
    retryable: false,
  };
}

function denied() {
  return {
    kind: 'storage-denied',
    advice:
      'The folder that `safepoint.storage.root` names must belong to the portal, with no links inside.',
    retryable: false,
  };
}
