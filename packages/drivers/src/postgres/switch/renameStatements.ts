import { escapeIdentifier, escapeLiteral } from 'pg';
import type { LiveSettings } from './readLiveSettings';

function grantStatement(
  database: string,
  grant: LiveSettings['grants'][number],
): string {
  const grantee =
    grant.role === undefined ? 'public' : escapeIdentifier(grant.role);
  const option = grant.grantable ? ' with grant option' : '';
  return `grant ${grant.privilege.toLowerCase()} on database ${database} to ${grantee}${option}`;
}

/**
 * Everything that happens in the one transaction of a switch, the waiting first: the first statement
 * keeps new sessions out of the live database until the transaction ends, and waits for the old ones.
 */
export function renameStatements(input: {
  live: string;
  kept: string;
  restored: string;
  settings: LiveSettings;
}): string[] {
  const live = escapeIdentifier(input.live);
  const { settings } = input;
  return [
    `alter database ${live} rename to ${escapeIdentifier(input.kept)}`,
    `alter database ${escapeIdentifier(input.restored)} rename to ${live}`,
    `revoke all on database ${live} from public`,
    ...settings.grants.map(grant => grantStatement(live, grant)),
    `alter database ${live} connection limit ${settings.connectionLimit}`,
    ...(settings.comment === undefined
      ? []
      : [`comment on database ${live} is ${escapeLiteral(settings.comment)}`]),
    `alter database ${live} owner to ${escapeIdentifier(settings.owner)}`,
  ];
}
