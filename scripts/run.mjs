#!/usr/bin/env node
/*
 * node scripts/run.mjs <demo|test|bench|simulate> [arguments]
 *
 * Starts straight after a clone, on any Node from 20, with nothing installed: no import here or below
 * may need a dependency. Preflight first, so that nobody waits for an install to hear that a tool is missing.
 */
import { commands } from './bootstrap/commands.mjs';
import { runCommand } from './bootstrap/runCommand.mjs';
import { describeError, explainedError } from './bootstrap/explainedError.mjs';

const [name, ...args] = process.argv.slice(2);

try {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) {
    throw explainedError(
      `Node ${process.versions.node} is too old to start this. Install Node 20 or newer (https://nodejs.org); the version that the project itself needs is fetched from there on.`,
    );
  }
  if (!name || !Object.hasOwn(commands, name)) {
    throw explainedError(
      `Usage: node scripts/run.mjs <${Object.keys(commands).join(
        '|',
      )}> [arguments]`,
    );
  }
  process.exitCode = await runCommand(name, args);
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
