import os from 'node:os';
import { chooseSuites } from '../bootstrap/commands.mjs';
import { describeError } from '../bootstrap/explainedError.mjs';
import { say, seconds } from '../bootstrap/progress.mjs';
import { needs } from '../preflight/requirements.mjs';
import type { Missing } from '../preflight/planPreflight.mjs';
import { abortOnSignals, exitCodeOf } from '../process/abortOnSignals';
import { ProcessGroups } from '../process/ProcessGroups';
import { resultWithout } from './missingServers';
import { runInSlots } from './runInSlots';
import { runSuite } from './runSuite';
import type { SuiteResult } from './SuiteResult';
import { exitCodeFor, formatLastLine, formatSummary, totalOf } from './summary';
import { suites, type Suite } from './suites';

const usage = `npm test [-- SUITE…]

Runs every suite, or the named ones: ${suites.map(s => s.name).join(' ')}
Servers are brought up by the tests. Given ones are used instead: SAFEPOINT_TEST_POSTGRES_URL,
SAFEPOINT_TEST_S3_ENDPOINT with SAFEPOINT_TEST_S3_ACCESS_KEY and SAFEPOINT_TEST_S3_SECRET_KEY.
What is missing skips its suites by name; with CI=true it fails them.`;

const stillRunningMilliseconds = 30_000;

async function main(args: string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(usage);
    return 0;
  }
  const signal = abortOnSignals();
  const groups = new ProcessGroups();
  try {
    const results = await runAll(chooseSuites(args), { groups, signal });
    const total = totalOf(results);
    console.log(`\n${formatSummary(results)}\n\n${formatLastLine(total)}`);
    return exitCodeFor(total);
  } catch (error) {
    if (!signal.aborted) throw error;
    say('Stopped; ending what was started …');
    return exitCodeOf(signal);
  } finally {
    await groups.endAll();
  }
}

function runAll(
  names: string[],
  context: { groups: ProcessGroups; signal: AbortSignal },
): Promise<SuiteResult[]> {
  const cores = Math.max(1, os.availableParallelism());
  const chosen = suites.filter(suite => names.includes(suite.name));
  return runInSlots(
    chosen.map(suite => ({
      slots: suite.slots === 'all' ? Number.POSITIVE_INFINITY : suite.slots,
      run: () => runOrSkip(suite, { ...context, cores }),
    })),
    // Most suites wait for servers as much as they compute.
    Math.max(2, Math.min(cores, 4)),
  );
}

async function runOrSkip(
  suite: Suite,
  context: Parameters<typeof runSuite>[1],
): Promise<SuiteResult> {
  const missing = missingFor(suite.name);
  if (missing.length > 0) {
    const ci = process.env.CI === 'true';
    return tell(resultWithout(suite.name, missing, ci));
  }
  const started = performance.now();
  say(`… ${suite.name}`);
  const timer = setInterval(
    () => say(`… ${suite.name}: ${seconds(performance.now() - started)}`),
    stillRunningMilliseconds,
  );
  try {
    return tell(await runSuite(suite, context));
  } finally {
    clearInterval(timer);
  }
}

function tell(result: SuiteResult): SuiteResult {
  say(formatSummary([{ ...result, failures: [] }]));
  return result;
}

/** What the preflight, which ran before us, could not get and this suite needs. */
function missingFor(suite: string): Missing[] {
  const all = JSON.parse(process.env.SAFEPOINT_MISSING ?? '[]') as Missing[];
  const needed: string[] = needs.suites[suite as keyof typeof needs.suites];
  return all.filter(missing => needed.includes(missing.name));
}

main(process.argv.slice(2)).then(
  exitCode => process.exit(exitCode),
  error => {
    console.error(describeError(error));
    process.exit(1);
  },
);
