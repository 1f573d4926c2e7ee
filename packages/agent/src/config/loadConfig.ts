import { readFile } from 'node:fs/promises';
import { SafepointError } from '@safepoint/engine';
import type { AgentConfig } from './configSchema';
import { parseConfig } from './parseConfig';

/** Reads the configuration file of the repository that the job runs in. */
export async function loadConfig(file: string): Promise<AgentConfig> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new SafepointError({
      kind: 'config-missing',
      message: `There is no ${file} to read. Put one at the root of the repository (docs/agent.md shows it), or name another by --config.`,
      cause,
    });
  }
  return parseConfig(text, file);
}
