import { SafepointError } from '@safepoint/engine';
import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import type { DatabaseSetting, LiveSettings } from './readLiveSettings';

function quoteSetting(name: string): string {
  return name.split('.').map(escapeIdentifier).join('.');
}

/** Settings that are lists of identifiers (GUC_LIST_QUOTE); their values are stored quoted already. */
const LISTS = new Set([
  'local_preload_libraries',
  'search_path',
  'session_preload_libraries',
  'shared_preload_libraries',
  'temp_tablespaces',
  'unix_socket_directories',
]);

function formatValue({ name, value }: DatabaseSetting): string {
  return LISTS.has(name) && value !== '' ? value : escapeLiteral(value);
}

function subject(database: string, setting: DatabaseSetting): string {
  const name = escapeIdentifier(database);
  return setting.role === undefined
    ? `alter database ${name}`
    : `alter role ${escapeIdentifier(setting.role)} in database ${name}`;
}

/**
 * `FROM CURRENT` copies a value exactly; written out, a list such as search_path would have to be
 * taken apart and quoted again.
 */
async function applySetting(
  client: Client,
  database: string,
  setting: DatabaseSetting,
): Promise<void> {
  await client.query('begin');
  try {
    await client.query('select set_config($1, $2, true)', [
      setting.name,
      setting.value,
    ]);
    await client.query(
      `${subject(database, setting)} set ${quoteSetting(
        setting.name,
      )} from current`,
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function hasSetting(
  client: Client,
  database: string,
  setting: DatabaseSetting,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `select 1 from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
       left join pg_roles r on r.oid = s.setrole
      where d.datname = $1 and r.rolname is not distinct from $2::name and $3 = any (s.setconfig)`,
    [database, setting.role ?? null, `${setting.name}=${setting.value}`],
  );
  return rowCount === 1;
}

/**
 * Gives the restored database the live one's settings. What this role may not set, an administrator may
 * have set beforehand; otherwise it throws `switch-refused` with the statements to run.
 */
export async function applySettings(
  client: Client,
  database: string,
  settings: LiveSettings,
  roleSettingsAcknowledged: boolean,
): Promise<void> {
  const left: string[] = [];
  for (const setting of settings.settings) {
    if (await hasSetting(client, database, setting)) continue;
    try {
      await applySetting(client, database, setting);
    } catch {
      if (setting.role !== undefined && roleSettingsAcknowledged) continue;
      left.push(
        `${subject(database, setting)} set ${quoteSetting(
          setting.name,
        )} = ${formatValue(setting)};`,
      );
    }
  }
  if (left.length > 0) {
    throw new SafepointError({
      kind: 'switch-refused',
      message: `The live database was not switched: it has settings that this role may not carry over. Let an administrator run, then try again: ${left.join(
        ' ',
      )} (or acknowledge 'role-settings' in the store's options to leave those of roles behind).`,
    });
  }
}
