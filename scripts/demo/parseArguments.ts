import { parseArgs } from 'node:util';
import path from 'node:path';
import { explainedError } from '../bootstrap/explainedError.mjs';

export const usage = `npm run demo [-- --once] [--json FILE]

Plays the story of a backup, a bad deploy and a restore on a portal, a PostgreSQL and a GitLab of its own, and
stays up until Ctrl-C. Everything it keeps is in .demo/, which each start wipes.

  --once        play the story and end; exit 0 only if every step held
  --json FILE   write the result of the story
  --help        show this

SAFEPOINT_DEMO_PORT sets the portal's port; by default a free one is picked.`;

/** How the demo was asked for. */
export interface DemoArguments {
  help: boolean;
  once: boolean;
  json?: string;
}

/** Reads the command line; throws with the usage when it makes no sense. */
export function parseArguments(args: string[], cwd: string): DemoArguments {
  try {
    const { values } = parseArgs({
      args,
      options: {
        help: { type: 'boolean', default: false },
        once: { type: 'boolean', default: false },
        json: { type: 'string' },
      },
    });
    const json = values.json && path.resolve(cwd, values.json);
    return { help: values.help, once: values.once, json };
  } catch (error) {
    throw explainedError(
      `${error instanceof Error ? error.message : error}\n\n${usage}`,
    );
  }
}
