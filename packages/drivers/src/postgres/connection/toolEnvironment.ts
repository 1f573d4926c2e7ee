import type { PostgresConnection } from './PostgresConnection';

/**
 * What a column's text looks like must not depend on a server's or a role's settings, or equal content
 * would not compare equal.
 */
const PINNED_SETTINGS: Record<string, string> = {
  TimeZone: 'UTC',
  DateStyle: 'ISO,YMD',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '3',
  lc_monetary: 'C',
  xmlbinary: 'base64',
  statement_timeout: '0',
  idle_in_transaction_session_timeout: '0',
};

const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'PGPASSWORD', 'PGPASSFILE'];

/** Value of `PGOPTIONS` that pins everything that shapes a dump. */
export function pinnedOptions(): string {
  return Object.entries(PINNED_SETTINGS)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

/**
 * The whole environment of a PostgreSQL tool. The connection travels here and not in arguments, which
 * every user of the machine can read; the job's tokens are left out.
 */
export function toolEnvironment(
  connection: PostgresConnection,
  environment: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const passedOn = PASSED_ON.flatMap(name =>
    environment[name] === undefined ? [] : [[name, environment[name]]],
  );
  const optional = {
    PGPASSWORD: connection.password,
    PGSSLMODE: connection.sslMode,
    PGSSLROOTCERT: connection.sslRootCert,
    PGSSLCERT: connection.sslCert,
    PGSSLKEY: connection.sslKey,
  };
  return {
    ...Object.fromEntries(passedOn),
    LC_ALL: 'C',
    PGHOST: connection.host,
    PGPORT: String(connection.port),
    PGUSER: connection.user,
    PGDATABASE: connection.database,
    PGAPPNAME: 'safepoint',
    PGCONNECT_TIMEOUT: String(connection.connectTimeoutSeconds),
    PGOPTIONS: pinnedOptions(),
    ...Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined),
    ),
  };
}
