import { SafepointError } from '@safepoint/engine';
import { sslModes, type PostgresConnection } from './PostgresConnection';

const KNOWN_PARAMETERS = new Set([
  'host',
  'port',
  'user',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'connect_timeout',
  'application_name',
]);

/** Never repeats the string itself: it holds the password. */
function invalid(problem: string): SafepointError {
  return new SafepointError({
    kind: 'connection-invalid',
    message: `The connection string of the store is not valid: ${problem} Write postgres://user:password@host:5432/database, with special characters percent-encoded.`,
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid('a percent sign is not part of a percent-encoding.');
  }
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw invalid('it is no postgres:// URL.');
  }
  return url;
}

function checkParameters(parameters: URLSearchParams): void {
  const unknown = [...parameters.keys()].filter(
    name => !KNOWN_PARAMETERS.has(name),
  );
  if (unknown.length > 0) {
    throw invalid(
      `it has parameters that are not supported: ${unknown.join(', ')}.`,
    );
  }
}

function parseSslMode(mode: string | undefined) {
  const known = sslModes.find(candidate => candidate === mode);
  if (mode && !known)
    throw invalid(`sslmode must be one of ${sslModes.join(', ')}.`);
  return known;
}

function parseNumber(name: string, text: string | undefined, fallback: number) {
  if (!text) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) {
    throw invalid(`${name} is no number from 0 to 65535.`);
  }
  return value;
}

/**
 * Parses a `postgres://` URL once, so that the tools and our own connections read it alike. A socket
 * folder is written as `postgres:///database?host=/folder&user=name`; as in libpq, `host` goes before.
 */
export function parseConnection(text: string): PostgresConnection {
  const url = parseUrl(text.trim());
  const parameters = url.searchParams;
  checkParameters(parameters);
  const get = (name: string) => parameters.get(name) || undefined;
  const host = get('host') ?? decode(url.hostname).replace(/^\[(.*)\]$/, '$1');
  const user = decode(url.username) || get('user');
  if (!host) throw invalid('it names no host.');
  if (!user) throw invalid('it names no user.');
  const password = decode(url.password) || undefined;
  return {
    host,
    port: parseNumber('port', url.port || get('port'), 5432),
    user,
    database: decode(url.pathname.slice(1)) || user,
    password,
    sslMode: parseSslMode(get('sslmode')),
    sslRootCert: get('sslrootcert'),
    sslCert: get('sslcert'),
    sslKey: get('sslkey'),
    connectTimeoutSeconds: parseNumber(
      'connect_timeout',
      get('connect_timeout'),
      15,
    ),
    secrets: [...new Set([password, url.password])].filter(
      (secret): secret is string => Boolean(secret),
    ),
  };
}

/** The same server and role, another database. */
export function withDatabase(text: string, database: string): string {
  const url = parseUrl(text.trim());
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.toString();
}
