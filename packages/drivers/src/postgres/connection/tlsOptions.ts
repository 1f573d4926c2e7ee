import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { SafepointError } from '@safepoint/engine';
import type { PostgresConnection } from './PostgresConnection';

function readFile(
  parameter: string,
  file: string | undefined,
): Buffer | undefined {
  if (!file) return undefined;
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new SafepointError({
      kind: 'connection-invalid',
      message: `The file ${file}, which ${parameter} of the store's connection string names, cannot be read (${
        (cause as { code?: string }).code
      }).`,
      cause,
    });
  }
}

/**
 * TLS as libpq means it: `verify-full` checks certificate and name, `verify-ca` the certificate alone, and so
 * does `require` where a CA is named; otherwise it encrypts and trusts.
 */
export function tlsOptions(connection: PostgresConnection): ConnectionOptions {
  const { sslMode, sslRootCert, host } = connection;
  const checksName = sslMode === 'verify-full';
  const checksCertificate =
    checksName ||
    sslMode === 'verify-ca' ||
    (sslMode === 'require' && sslRootCert !== undefined);
  return {
    ca: readFile('sslrootcert', sslRootCert),
    cert: readFile('sslcert', connection.sslCert),
    key: readFile('sslkey', connection.sslKey),
    // Node compares the certificate with `localhost` if it is told of an address by nobody.
    host,
    rejectUnauthorized: checksCertificate,
    ...(!checksName && { checkServerIdentity: () => undefined }),
  };
}

const tlsErrorCodes =
  /^(ERR_TLS_CERT_ALTNAME_INVALID|CERT_\w+|CRL_\w+|UNABLE_TO_\w+|(DEPTH_ZERO_)?SELF_SIGNED_CERT\w*|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH)$/;

/** Whether a connection failed because of what the server showed for a certificate. */
export function isTlsError(error: unknown): boolean {
  return tlsErrorCodes.test((error as { code?: string }).code ?? '');
}
