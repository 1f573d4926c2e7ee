import type { SafepointApi } from '@safepoint/backstage-plugin-safepoint-common';
import type { LocalGitLab } from '@safepoint/local-gitlab';
import type { ProcessGroups } from '../../process/ProcessGroups';
import type { AgentCommand } from '../agent/AgentCommand';
import type { DemoFolder } from '../folder/DemoFolder';
import type { DemoProjects } from '../gitlab/DemoProjects';
import type { DatabaseState } from '../orders/DatabaseState';
import type { OrdersDatabase } from '../orders/OrdersDatabase';
import type { Portal } from '../portal/Portal';
import type { PortalUser } from '../portal/PortalUser';
import type { PostgresCluster } from '../postgres/PostgresCluster';
import type { StoryResult } from './StoryResult';

/**
 * What the steps have in common. A step reads what earlier ones have set and sets what it brings; asking for
 * what nobody has set yet is an error that names it.
 */
export interface StoryContext {
  readonly signal: AbortSignal;
  readonly groups: ProcessGroups;
  readonly folder: DemoFolder;
  readonly logsFolder: string;
  /** Where the portal will be, known before it runs. */
  readonly portalUrl: string;
  readonly parts: Parts;
  /** What `--json` writes, filled as the story goes. */
  readonly result: StoryResult;
  /** A line for the person who watches. */
  say(line: string): void;
  /** Has something ended, however the demo ends. */
  atEnd(end: () => Promise<void>): void;
}

/** One deployment of the story, from the state before it to the request that takes it back. */
export interface Chapter {
  pipeline: { id: number };
  stateBefore: DatabaseState;
  deploymentId?: string;
  lastKnownGoodId?: string;
  requestId?: string;
}

/** What the steps bring for those after them. */
export interface PartTypes {
  /** The live server of the demo's service. */
  live: PostgresCluster;
  /** Where drills restore to. */
  scratch: PostgresCluster;
  orders: OrdersDatabase;
  /** Connection to the scratch server; a secret. */
  drillUrl: string;
  agent: AgentCommand;
  keysFolder: string;
  storageFolder: string;
  gitlab: LocalGitLab;
  projects: DemoProjects;
  /** On top of app-config.yaml, in this order. */
  configFiles: string[];
  portal: Portal;
  dana: PortalUser;
  sam: PortalUser;
  audrey: PortalUser;
  /** The portal's API as each of them. */
  asDana: SafepointApi;
  asSam: SafepointApi;
  asAudrey: SafepointApi;
  goodPipeline: { id: number };
  failed: Chapter;
  silent: Chapter;
}

/** Set once, read after. */
export class Parts {
  readonly #parts: Partial<PartTypes> = {};

  set<K extends keyof PartTypes>(key: K, part: PartTypes[K]): void {
    if (this.#parts[key]) throw new Error(`${key} is set already`);
    this.#parts[key] = part;
  }

  get<K extends keyof PartTypes>(key: K): PartTypes[K] {
    const part = this.#parts[key];
    if (part === undefined) {
      throw new Error(`No step before this one has set "${key}"`);
    }
    return part as PartTypes[K];
  }
}

/** One step of the demo: one file, one thing that a watcher understands. It holds or throws. */
export interface Step {
  /** For people and for the JSON: what is true when the step has held. */
  name: string;
  run(context: StoryContext): Promise<void>;
}
