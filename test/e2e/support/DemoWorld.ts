import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ensureBuilt } from '../../../scripts/build/ensureBuilt';
import { findPort } from '../../../scripts/demo/findPorts';
import { DemoFolder } from '../../../scripts/demo/folder/DemoFolder';
import { runStory } from '../../../scripts/demo/story/runStory';
import { Parts, type StoryContext } from '../../../scripts/demo/story/Step';
import { steps } from '../../../scripts/demo/story/steps';
import { namesLastKnownGood } from '../../../scripts/demo/story/namesLastKnownGood';
import { ProcessGroups } from '../../../scripts/process/ProcessGroups';

/** The demo up to where people take over: a deployment has damaged the data and failed. */
const stepsBefore = steps.slice(0, steps.indexOf(namesLastKnownGood) + 1);

/** The parts of the demo, really running, in a folder that goes with them. */
export class DemoWorld {
  readonly context: StoryContext;
  readonly #folder: string;
  readonly #abort = new AbortController();
  readonly #endings: (() => Promise<void>)[] = [];
  #said = '';

  private constructor(
    folder: string,
    demo: { folder: DemoFolder; logsFolder: string; port: number },
  ) {
    this.#folder = folder;
    const portalUrl = `http://localhost:${demo.port}`;
    this.context = {
      signal: this.#abort.signal,
      groups: new ProcessGroups(),
      folder: demo.folder,
      logsFolder: demo.logsFolder,
      portalUrl,
      parts: new Parts(),
      result: { held: false, portalUrl, steps: [], recoveryPoints: [] },
      say: line => {
        this.#said += `${line}\n`;
      },
      atEnd: end => this.#endings.push(end),
    };
  }

  /** Prepares an empty world; `play` fills it, and `end` is due whatever comes of that. */
  static async create(): Promise<DemoWorld> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'safepoint-e2e-'));
    // PostgreSQL's own user passes through to its data.
    await chmod(folder, 0o711);
    const demo = await DemoFolder.take(path.join(folder, 'demo'));
    return new DemoWorld(folder, {
      folder: demo,
      logsFolder: await demo.makePrivate('logs'),
      port: await findPort(),
    });
  }

  /** Plays the story until people take over; throws with what was said if a step does not hold. */
  async playUntilDamage(): Promise<void> {
    await ensureBuilt(['agent', 'app'], this.context);
    await runStory(stepsBefore, this.context);
    if (!this.context.result.held) throw new Error(this.#said);
  }

  async end(): Promise<void> {
    this.#abort.abort();
    for (const end of this.#endings.reverse()) await end();
    await this.context.groups.endAll();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
