import path from 'node:path';
import { root } from '../bootstrap/paths.mjs';

/** What tests and demo need built. */
export type BuildName = 'agent' | 'app';

/** A workspace to build, and the folders and files that decide what comes out. */
export interface Build {
  name: BuildName;
  title: string;
  workspace: string;
  /** Relative to the root. */
  sources: string[];
  output: string;
}

/** Every build by name. */
export const builds: Record<BuildName, Build> = {
  agent: {
    name: 'agent',
    title: 'building the agent',
    workspace: '@safepoint/agent',
    sources: [
      'packages/agent',
      'packages/drivers',
      'packages/engine',
      'plugins/safepoint-common',
    ],
    output: path.join(root, 'packages/agent/dist'),
  },
  app: {
    name: 'app',
    title: 'building the app',
    workspace: 'app',
    sources: [
      'packages/app',
      'plugins/safepoint',
      'plugins/safepoint-common',
      'app-config.yaml',
    ],
    output: path.join(root, 'packages/app/dist'),
  },
};
