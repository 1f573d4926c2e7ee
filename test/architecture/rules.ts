/** What a workspace may import of the others, and what it may not import of the world. */
export interface Rule {
  /** Folder of the workspace. */
  folder: string;
  /** Workspace packages it may import, as they are written in an import. */
  mayImport: string[];
  /** Packages and Node modules that it must not import; tests may. */
  mustNotImport?: RegExp[];
}

const common = '@safepoint/backstage-plugin-safepoint-common';
const node = '@safepoint/backstage-plugin-safepoint-node';
const backend = '@safepoint/backstage-plugin-safepoint-backend';
const frontend = '@safepoint/backstage-plugin-safepoint';
const catalogModule =
  '@safepoint/backstage-plugin-catalog-backend-module-safepoint';
const engine = '@safepoint/engine';
const drivers = '@safepoint/drivers';

const backstageBackend = /^@backstage\/(backend-|plugin-.*-(backend|node)$)/;
const frameworks = [backstageBackend, /^react(-|$)/, /^@backstage\/.*-react$/];
const nodeModules = /^node:/;

/** Who may import whom. ESLint (importRules.js) says it while one writes; this also reads every package.json. */
export const rules: Rule[] = [
  {
    folder: 'plugins/safepoint-common',
    mayImport: [],
    mustNotImport: [...frameworks, nodeModules],
  },
  {
    folder: 'plugins/safepoint',
    mayImport: [common],
    mustNotImport: [backstageBackend, nodeModules],
  },
  { folder: 'plugins/safepoint-node', mayImport: [common, engine] },
  {
    folder: 'plugins/safepoint-backend',
    // Of the drivers only what is known without loading their code.
    mayImport: [common, node, engine, `${engine}/s3`, `${drivers}/descriptors`],
  },
  {
    folder: 'plugins/catalog-backend-module-safepoint',
    mayImport: [common],
  },
  {
    folder: 'packages/engine',
    mayImport: [common],
    mustNotImport: frameworks,
  },
  {
    folder: 'packages/drivers',
    mayImport: [common, engine],
    mustNotImport: frameworks,
  },
  {
    folder: 'packages/agent',
    mayImport: [common, engine, `${engine}/s3`, drivers],
    mustNotImport: frameworks,
  },
  {
    folder: 'packages/app',
    mayImport: [frontend, `${frontend}/alpha`, common],
    mustNotImport: [backstageBackend],
  },
  {
    folder: 'packages/backend',
    mayImport: [backend, `${backend}/events`, catalogModule, common],
  },
  // It stands for GitLab, which knows nothing of us.
  { folder: 'test/local-gitlab', mayImport: [] },
];

/** What the domain may import beside itself: it takes data and `now` and returns decisions. */
export const domain = {
  folder: 'plugins/safepoint-common/src/domain',
  mayImport: ['@backstage/catalog-model', 'croner', 'zod'],
};
