import { SafepointError } from '@safepoint/engine';
import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import type { Template } from './checkExtensions';

const DUPLICATE_DATABASE = '42P04';

interface Locale {
  encoding: string;
  collate: string;
  ctype: string;
  tablespace: string;
}

/** Encoding, locale and tablespace of a database of the same server. */
async function readLocale(
  client: Client,
  database: string,
): Promise<Locale | undefined> {
  const { rows } = await client.query<Locale>(
    `select pg_encoding_to_char(d.encoding) as encoding, d.datcollate as collate,
            d.datctype as ctype, t.spcname as tablespace
       from pg_database d join pg_tablespace t on t.oid = d.dattablespace
      where d.datname = $1`,
    [database],
  );
  return rows[0];
}

async function readProvider(client: Client, database: string): Promise<string> {
  const { rows } = await client.query<{ facts: Record<string, string | null> }>(
    'select to_jsonb(d) as facts from pg_database d where d.datname = $1',
    [database],
  );
  const facts = rows[0].facts;
  // The columns differ: datlocprovider since 15, daticulocale in 15 and 16, datlocale since 17.
  const locale = facts.datlocale ?? facts.daticulocale;
  if (!locale || facts.datlocprovider === 'c') return '';
  return facts.datlocprovider === 'i'
    ? ` locale_provider icu icu_locale ${escapeLiteral(locale)}`
    : ` locale_provider builtin builtin_locale ${escapeLiteral(locale)}`;
}

/** Naming even the default one takes a privilege that ordinary roles do not have. */
function tablespaceClause(tablespace: string): string {
  return tablespace === 'pg_default'
    ? ''
    : ` tablespace ${escapeIdentifier(tablespace)}`;
}

async function likeDatabase(client: Client, live: string): Promise<string> {
  const locale = await readLocale(client, live);
  if (!locale) {
    throw new SafepointError({
      kind: 'target-unfit',
      message: `There is no database ${live} on the target server that a restore could take the place of.`,
    });
  }
  return [
    ` encoding ${escapeLiteral(locale.encoding)}`,
    ` lc_collate ${escapeLiteral(locale.collate)}`,
    ` lc_ctype ${escapeLiteral(locale.ctype)}`,
    tablespaceClause(locale.tablespace),
    await readProvider(client, live),
  ].join('');
}

/**
 * Makes the database that a restore goes into: like the live one that it is to replace, or UTF-8 with
 * the server's own locale (that of a recovery point's server may not exist on a scratch server).
 */
export async function createDatabase(
  client: Client,
  options: { name: string; template: Template; live?: string },
): Promise<void> {
  const name = escapeIdentifier(options.name);
  const like = options.live
    ? await likeDatabase(client, options.live)
    : ` encoding 'UTF8'`;
  const { rows } = await client.query<{ encoding: string }>(
    `select pg_encoding_to_char(encoding) as encoding from pg_database where datname = 'template1'`,
  );
  const fallback =
    !options.live && rows[0].encoding !== 'UTF8'
      ? ` lc_collate 'C' lc_ctype 'C'`
      : '';
  try {
    await client.query(
      `create database ${name} template ${options.template}${like}${fallback}`,
    );
    // Nobody looks at it, or writes to it, before it is checked and switched over.
    await client.query(
      `revoke connect, temporary on database ${name} from public`,
    );
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    throw new SafepointError({
      kind: 'target-unfit',
      message:
        code === DUPLICATE_DATABASE
          ? `A database ${options.name} exists already, from an earlier restore of the same name. Drop it and try again.`
          : `The database ${options.name} could not be made on the target server: ${message}`,
      cause: error,
    });
  }
}
