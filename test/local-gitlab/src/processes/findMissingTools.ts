import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The programs that the local GitLab starts. */
const requiredTools = ['bash', 'git', 'rsync'];

/** The required programs that are not on PATH. */
export function findMissingTools(): string[] {
  return requiredTools.filter(tool => !isOnPath(tool));
}

function isOnPath(tool: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some(folder => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
