import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeError } from '../bootstrap/explainedError.mjs';
import { root } from '../bootstrap/paths.mjs';
import { say } from '../bootstrap/progress.mjs';
import { abortOnSignals, exitCodeOf } from '../process/abortOnSignals';
import { ProcessGroups } from '../process/ProcessGroups';
import { findPort, parsePort } from './findPorts';
import { DemoFolder } from './folder/DemoFolder';
import { parseArguments, usage, type DemoArguments } from './parseArguments';
import { runStory } from './story/runStory';
import { Parts, type StoryContext } from './story/Step';
import { steps } from './story/steps';

async function main(args: string[]): Promise<number> {
  // npm changes to the root of the repository and tells where the person stood.
  const options = parseArguments(args, process.env.INIT_CWD ?? process.cwd());
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const signal = abortOnSignals();
  const groups = new ProcessGroups();
  const endings: Ending[] = [];
  try {
    return await play(options, { groups, signal, endings });
  } catch (error) {
    if (!signal.aborted) throw error;
    return exitCodeOf(signal);
  } finally {
    if (signal.aborted) say('Ending what was started …');
    for (const end of endings.reverse()) await end();
    await groups.endAll();
  }
}

type Ending = () => Promise<void>;

/** What this process has started, and who ends it. */
interface Stage {
  groups: ProcessGroups;
  signal: AbortSignal;
  endings: Ending[];
}

async function play(options: DemoArguments, stage: Stage): Promise<number> {
  const { signal } = stage;
  const context = await makeContext(stage);
  try {
    await runStory(steps, context);
  } finally {
    if (options.json) {
      const text = `${JSON.stringify(context.result, undefined, 2)}\n`;
      // It holds a connection string.
      await writeFile(options.json, text, { mode: 0o600 });
    }
  }
  const { held } = context.result;
  if (options.once) return held ? 0 : 1;
  if (!held) {
    say(
      'The story did not hold. What runs stays up for a look; end it with Ctrl-C.',
    );
  }
  showAround(context);
  await new Promise<void>(resolve => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
  // Ctrl-C is how a demo ends.
  return held ? 0 : 1;
}

async function makeContext({
  groups,
  signal,
  endings,
}: Stage): Promise<StoryContext> {
  const port = await findPort(parsePort(process.env.SAFEPOINT_DEMO_PORT));
  const folder = await DemoFolder.take(path.join(root, '.demo'));
  const portalUrl = `http://localhost:${port}`;
  return {
    signal,
    groups,
    folder,
    logsFolder: await folder.makePrivate('logs'),
    portalUrl,
    parts: new Parts(),
    result: { held: false, portalUrl, steps: [], recoveryPoints: [] },
    say,
    atEnd: end => endings.push(end),
  };
}

function showAround({ portalUrl, folder, result }: StoryContext) {
  console.log(`
  The portal:  ${portalUrl}
  Sign in as:  dana (developer, owns the orders service), sam (SRE), audrey (auditor)
  Look at:     ${portalUrl}/catalog/default/component/orders/recovery
  GitLab:      ${result.gitlabUrl ?? 'did not start'}
  Kept in:     ${folder.path} (logs in ${path.join(folder.path, 'logs')})

  Ctrl-C ends all of it.`);
}

main(process.argv.slice(2)).then(
  exitCode => process.exit(exitCode),
  error => {
    console.error(describeError(error));
    process.exit(1);
  },
);
