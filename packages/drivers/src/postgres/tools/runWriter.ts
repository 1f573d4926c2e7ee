import { openBlockPipe } from '@safepoint/engine';
import { findStdbuf } from './findStdbuf';
import { runTool, type RunningTool } from './runTool';

/**
 * Starts a tool that writes a lot to its standard output, and reads it in large blocks. Where the machine
 * has no `stdbuf` or no folder for temporary files, the same with less speed.
 */
export async function runWriter(options: {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}): Promise<RunningTool> {
  const [stdbuf, output] = await Promise.all([
    findStdbuf(),
    openBlockPipe().catch(() => undefined),
  ]);
  const command = stdbuf
    ? {
        command: stdbuf,
        args: ['--output=256K', options.command, ...options.args],
      }
    : {};
  try {
    return runTool({ ...options, ...command, output });
  } catch (error) {
    output?.writeEnd.destroy();
    output?.blocks.destroy();
    throw error;
  }
}
