import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { explainedError } from '../../bootstrap/explainedError.mjs';

/** Whom PostgreSQL runs as; empty for the present user. */
export interface ServerUser {
  uid?: number;
  gid?: number;
}

/** PostgreSQL refuses to run as root: then it runs as the user that Debian's package made. */
export function findServerUser(): ServerUser {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => {
    try {
      return Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }));
    } catch (error) {
      throw explainedError(
        `PostgreSQL does not run as root, and there is no user "postgres" to run it as (${error}). Make one, or start this as another user than root.`,
      );
    }
  };
  return { uid: id('-u'), gid: id('-g') };
}

/** Whether that user gets into the folder: a clone in /root is closed to it. */
export function canEnter(folder: string, user: ServerUser): boolean {
  if (user.uid === undefined) {
    accessSync(folder, constants.X_OK);
    return true;
  }
  try {
    execFileSync('test', ['-x', folder], {
      ...user,
      stdio: 'ignore',
      cwd: '/',
    });
    return true;
  } catch {
    return false;
  }
}
