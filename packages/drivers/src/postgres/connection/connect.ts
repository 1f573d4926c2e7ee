import { SafepointError } from '@safepoint/engine';
import { Client } from 'pg';
import type { PostgresConnection } from './PostgresConnection';
import { scrubSecrets } from './scrubSecrets';
import { isTlsError, tlsOptions } from './tlsOptions';
import { pinnedOptions } from './toolEnvironment';

async function tryConnect(
  connection: PostgresConnection,
  ssl: boolean,
): Promise<Client> {
  const client = new Client({
    host: connection.host,
    port: connection.port,
    user: connection.user,
    // Without one both this library and the tools look at PGPASSWORD and PGPASSFILE.
    password: connection.password,
    database: connection.database,
    ssl: ssl ? tlsOptions(connection) : false,
    connectionTimeoutMillis: connection.connectTimeoutSeconds * 1000,
    application_name: 'safepoint',
    options: pinnedOptions(),
    keepAlive: true,
  });
  // A connection that breaks while nobody waits for it shows itself in the next query.
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

async function connectWithTlsAsTold(
  connection: PostgresConnection,
): Promise<Client> {
  const mode = connection.sslMode ?? 'prefer';
  if (connection.host.startsWith('/') || mode === 'disable') {
    return await tryConnect(connection, false);
  }
  try {
    return await tryConnect(connection, true);
  } catch (error) {
    const optional = mode === 'prefer' || mode === 'allow';
    if (optional && /does not support SSL/.test(String(error))) {
      return await tryConnect(connection, false);
    }
    throw error;
  }
}

/** Opens a connection with pinned settings; throws `store-unreachable`, `store-untrusted` or `store-denied`. */
export async function connect(connection: PostgresConnection): Promise<Client> {
  try {
    return await connectWithTlsAsTold(connection);
  } catch (error) {
    if ((error as Error).name === 'SafepointError') throw error;
    throw connectError(connection, error);
  }
}

function connectError(
  connection: PostgresConnection,
  error: unknown,
): SafepointError {
  const { code = '', message = '' } = error as {
    code?: string;
    message?: string;
  };
  const where = `database ${connection.database} at ${connection.host}:${connection.port}`;
  const said = scrubSecrets(message || code, connection.secrets);
  const denied = code.startsWith('28') || code === '42501';
  if (denied || code === '3D000') {
    return new SafepointError({
      kind: denied ? 'store-denied' : 'store-unreachable',
      message: `The ${where} does not let ${connection.user} in: ${said}. Check user, password and database of the connection string and the server's pg_hba.conf.`,
      cause: error,
    });
  }
  if (isTlsError(error)) {
    return new SafepointError({
      kind: 'store-untrusted',
      message: `The ${where} could not prove who it is: ${said}. sslrootcert of the connection string must name the file of the CA that signed the server's certificate, and with sslmode=verify-full the certificate must be for ${connection.host}.`,
      cause: error,
    });
  }
  return new SafepointError({
    kind: 'store-unreachable',
    message: `The ${where} cannot be reached: ${said}. Check host and port of the connection string, and that this job may reach the server.`,
    retryable: true,
    cause: error,
  });
}
