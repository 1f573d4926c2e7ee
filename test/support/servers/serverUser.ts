import { execFileSync } from 'node:child_process';
import { chownSync } from 'node:fs';

export interface ServerUser {
  uid: number;
  gid: number;
}

/**
 * Database servers refuse to run as root: then this is the first of these users that exists. Anybody else
 * runs them as themselves, which is undefined.
 */
export function findServerUser(...names: string[]): ServerUser | undefined {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  for (const name of names) {
    try {
      const ask = (flag: string) =>
        Number(
          execFileSync('id', [flag, name], {
            stdio: ['ignore', 'pipe', 'ignore'],
          }),
        );
      return { uid: ask('-u'), gid: ask('-g') };
    } catch {
      // No such user; the next.
    }
  }
  throw new Error(
    `As root, a test server needs one of the users ${names.join(
      ', ',
    )}; there is none.`,
  );
}

/** Gives a folder to the user that the server runs as. */
export function giveTo(user: ServerUser | undefined, folder: string): void {
  if (user) {
    chownSync(folder, user.uid, user.gid);
  }
}
