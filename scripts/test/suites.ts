import type { BuildName } from '../build/builds';

/** One program of the checks `types` and `lint`. */
export interface Check {
  name: string;
  file: string;
  args: string[];
}

/** How a suite runs: as checks that count one each, or as Jest over the files of some folders. */
export type Suite = {
  name: string;
  /** How many cores it keeps busy; `all` runs alone, a worker per core. */
  slots: 1 | 'all';
  /** What has to be built before. */
  builds: BuildName[];
} & (
  | { kind: 'checks'; checks: Check[] }
  | {
      kind: 'jest';
      folders: string[];
      oneByOne?: boolean;
      /** PostgreSQL and, where it can be had, S3 stand ready, for tests that cannot start them themselves. */
      servers?: boolean;
    }
);

const backend = '@safepoint/backstage-plugin-safepoint-backend';
const drivers = '@safepoint/drivers';

/** All suites, in the order of running: what tells most in the least time first. */
export const suites: Suite[] = [
  {
    name: 'types',
    kind: 'checks',
    slots: 1,
    builds: [],
    checks: [
      ...[backend, drivers].map(workspace =>
        yarn(`the generated files of ${workspace} are current`, [
          'workspace',
          workspace,
          'generate',
          '--check',
        ]),
      ),
      {
        name: 'openapi.yaml is valid',
        file: 'node',
        args: [
          'scripts/test/validateOpenApi.mjs',
          'plugins/safepoint-backend/openapi.yaml',
        ],
      },
      yarn('tsc in the workspaces', ['tsc']),
      yarn('tsc in scripts', ['tsc', '-p', 'scripts']),
    ],
  },
  {
    name: 'lint',
    kind: 'checks',
    slots: 1,
    builds: [],
    checks: [
      yarn('eslint in the workspaces', ['backstage-cli', 'repo', 'lint']),
      {
        name: 'eslint in scripts',
        // Not through Yarn, which knows the programs of the root's own dependencies only.
        file: 'eslint',
        args: ['--ext', '.ts,.mjs,.js', '--max-warnings', '0', 'scripts'],
      },
      yarn('prettier', ['prettier', '--check', '.']),
    ],
  },
  {
    name: 'unit',
    kind: 'jest',
    slots: 'all',
    servers: true,
    builds: [],
    folders: [
      'packages',
      'plugins',
      'scripts',
      'test/architecture',
      'test/bench',
      'test/local-gitlab',
      'test/simulation',
      'test/support',
    ],
  },
  {
    name: 'contract',
    kind: 'jest',
    slots: 1,
    builds: [],
    folders: ['test/contract'],
    oneByOne: true,
  },
  {
    name: 'faults',
    kind: 'jest',
    slots: 1,
    builds: ['agent'],
    folders: ['test/faults'],
    oneByOne: true,
  },
  {
    name: 'integration',
    kind: 'jest',
    slots: 1,
    builds: ['agent'],
    folders: ['test/integration'],
    oneByOne: true,
  },
  {
    name: 'components',
    kind: 'jest',
    slots: 1,
    builds: [],
    folders: ['test/components'],
    oneByOne: true,
  },
  {
    name: 'e2e',
    kind: 'jest',
    slots: 1,
    builds: ['agent', 'app'],
    folders: ['test/e2e'],
    oneByOne: true,
  },
];

function yarn(name: string, args: string[]): Check {
  return { name, file: 'yarn', args };
}
