/**
 * Who may import whom, for sources and tests alike:
 * `safepoint → common` · `safepoint-backend → safepoint-node, engine, drivers/descriptors, common` ·
 * `agent → drivers → engine → common` · `catalog module → common`, and nothing of Backstage's backend where the agent's code runs.
 *
 * It has an ESLint rule of its own, because the Backstage configuration replaces `no-restricted-imports` for tests.
 */
const common = '@safepoint/backstage-plugin-safepoint-common';
const node = '@safepoint/backstage-plugin-safepoint-node';
const backend = '@safepoint/backstage-plugin-safepoint-backend';
const frontend = '@safepoint/backstage-plugin-safepoint';
const catalogModule =
  '@safepoint/backstage-plugin-catalog-backend-module-safepoint';
const engine = '@safepoint/engine';
const drivers = '@safepoint/drivers';
const descriptors = '@safepoint/drivers/descriptors';
const agent = '@safepoint/agent';

const workspaces = [
  common,
  node,
  backend,
  frontend,
  catalogModule,
  engine,
  drivers,
  agent,
];

const backstageBackend = {
  group: ['backend-*', 'plugin-*-node', 'plugin-*-backend'].flatMap(name => [
    `@backstage/${name}`,
    `@backstage/${name}/**`,
  ]),
  message: 'This package also runs outside of a Backstage backend.',
};

/** Refuses every other package of the repository; an allowed name may be one entry point of a package. */
function onlyWorkspaces(...allowed) {
  const refused = workspaces.filter(name => !allowed.includes(name));
  const message = `Of this repository this package may import ${
    allowed.join(', ') || 'nothing'
  }.`;
  return {
    paths: refused.map(name => ({ name, message })),
    patterns: [
      {
        group: [
          ...refused.map(name => `${name}/*`),
          ...allowed.map(name => `!${name}`),
        ],
        message,
      },
    ],
  };
}

const outsideOfBackend = ({ paths, patterns }) => ({
  paths,
  patterns: [...patterns, backstageBackend],
});

const restrictionsOf = {
  [common]: outsideOfBackend(onlyWorkspaces()),
  [frontend]: outsideOfBackend(onlyWorkspaces(common)),
  [engine]: outsideOfBackend(onlyWorkspaces(common)),
  [drivers]: outsideOfBackend(onlyWorkspaces(engine, common)),
  [agent]: outsideOfBackend(onlyWorkspaces(drivers, engine, common)),
  [node]: onlyWorkspaces(engine, common),
  [catalogModule]: onlyWorkspaces(common),
  [backend]: onlyWorkspaces(node, engine, descriptors, common),
};

const restrictImports = ({ paths, patterns }) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { paths, patterns }],
});

const impureGlobals = [
  'fetch',
  'process',
  'crypto',
  'window',
  'setTimeout',
  'performance',
];

const impureCalls = [
  "CallExpression[callee.object.name='Date'][callee.property.name='now']",
  "NewExpression[callee.name='Date'][arguments.length=0]",
  "CallExpression[callee.object.name='Math'][callee.property.name='random']",
];

/**
 * What a domain rule decides depends on its arguments alone.
 *
 * @param files - the files of one depth in the domain's folder
 * @param outside - the imports that lead out of the domain from there
 */
const pureDomain = (files, outside) => ({
  files: [files],
  excludedFiles: ['**/*.test.ts'],
  rules: {
    ...restrictImports({
      paths: restrictionsOf[common].paths,
      patterns: [
        ...restrictionsOf[common].patterns,
        {
          group: ['node:*', 'openapi-fetch', outside],
          message:
            'The domain is pure: it imports no runtime, no client and nothing outside of its folder.',
        },
      ],
    }),
    'no-restricted-globals': [
      'error',
      ...impureGlobals.map(name => ({
        name,
        message: 'The domain is pure: pass it in.',
      })),
    ],
    'no-restricted-syntax': [
      'error',
      ...impureCalls.map(selector => ({
        selector,
        message: 'The domain is pure: pass now, ids and randomness in.',
      })),
    ],
  },
});

/** The additions to a package's ESLint configuration that hold these rules. */
function importRules(packageName) {
  const restrictions = restrictionsOf[packageName];
  if (!restrictions) {
    throw new Error(`importRules.js says nothing about ${packageName}`);
  }
  return {
    rules: restrictImports(restrictions),
    overrides:
      packageName === common
        ? [
            pureDomain('src/domain/*', '../*'),
            pureDomain('src/domain/*/**', '../../*'),
          ]
        : [],
  };
}

module.exports = { importRules };
