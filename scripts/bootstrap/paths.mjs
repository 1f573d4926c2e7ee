import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);

/** The private toolchain: Node where the machine's is not fit, and Yarn. Not committed. */
export const toolsDir = path.join(root, '.tools');
