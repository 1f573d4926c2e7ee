import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root } from '../bootstrap/paths.mjs';
import { ensureBuilt } from '../build/ensureBuilt';
import type { ProcessGroups } from '../process/ProcessGroups';
import { runToEnd, type ProgramEnd } from '../process/runToEnd';
import { countJestResults, type JestOutput } from './jestResults';
import { startServers } from './startServers';
import type { SuiteResult } from './SuiteResult';
import type { Check, Suite } from './suites';

const timeoutMilliseconds = 30 * 60_000;

interface Context {
  groups: ProcessGroups;
  signal: AbortSignal;
  /** Cores that a suite with all slots may use. */
  cores: number;
}

type Outcome = Omit<SuiteResult, 'suite' | 'durationMilliseconds'>;

/** Runs one suite to its result; whatever goes wrong is a failure of it and does not stop the others. */
export async function runSuite(
  suite: Suite,
  context: Context,
): Promise<SuiteResult> {
  const started = performance.now();
  const outcome = await runAny(suite, context).catch((error: Error) => {
    context.signal.throwIfAborted();
    return failed(suite.name, error.message);
  });
  return {
    suite: suite.name,
    durationMilliseconds: performance.now() - started,
    ...outcome,
  };
}

async function runAny(suite: Suite, context: Context): Promise<Outcome> {
  await ensureBuilt(suite.builds, context);
  return suite.kind === 'checks'
    ? runChecks(suite.name, suite.checks, context)
    : runJest(suite, context);
}

async function runChecks(
  suite: string,
  checks: Check[],
  context: Context,
): Promise<Outcome> {
  const outcome: Outcome = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const [index, { name, file, args }] of checks.entries()) {
    const { exitCode, tail } = await run(
      `${suite}-${index}`,
      file,
      args,
      context,
    );
    if (exitCode === 0) outcome.passed++;
    else {
      outcome.failed++;
      outcome.failures.push({ name, message: tail });
    }
  }
  return outcome;
}

async function runJest(
  suite: Suite & { kind: 'jest' },
  context: Context,
): Promise<Outcome> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'safepoint-test-'));
  const servers = suite.servers ? await startServers() : undefined;
  try {
    const outputFile = path.join(folder, 'results.json');
    const end = await run(
      suite.name,
      process.execPath,
      [
        path.join(root, 'node_modules/jest/bin/jest.js'),
        '--config=scripts/test/jest.config.js',
        // A machine that is busy is no failure; what hangs is found by the limit of the suite.
        '--testTimeout=30000',
        '--ci',
        '--json',
        `--outputFile=${outputFile}`,
        suite.oneByOne ? '--runInBand' : `--maxWorkers=${context.cores}`,
        ...suite.folders.map(f => `^${escapeRegExp(path.join(root, f))}/`),
      ],
      context,
      servers?.variables,
    );
    const text = await readFile(outputFile, 'utf8').catch(() => undefined);
    if (text === undefined) return failed('jest', end.tail);
    const outcome = countJestResults(JSON.parse(text) as JestOutput, root);
    // Such as a coverage threshold, a crashed worker, or our own time limit.
    const unexplained = end.exitCode !== 0 && outcome.failed === 0;
    return unexplained ? { ...outcome, ...failed('jest', end.tail) } : outcome;
  } finally {
    await servers?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function run(
  name: string,
  file: string,
  args: string[],
  { groups, signal }: Context,
  variables: NodeJS.ProcessEnv = {},
): Promise<ProgramEnd> {
  return runToEnd({
    groups,
    signal,
    file,
    args,
    cwd: root,
    env: { ...process.env, ...variables },
    logFile: path.join(root, `node_modules/.cache/safepoint/test-${name}.log`),
    timeoutMilliseconds,
  });
}

function failed(name: string, message: string): Outcome {
  return { passed: 0, failed: 1, skipped: 0, failures: [{ name, message }] };
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
