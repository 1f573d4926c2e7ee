// The Backstage CLI looks for tests in src/ only; here the folders of this workspace are the suites. Otherwise this is its Node configuration.
const swcTransform = require.resolve('@backstage/cli/config/jestSwcTransform');
const yamlTransform = require.resolve(
  '@backstage/cli/config/jestYamlTransform',
);

const transformFor = (syntax, tsx = false) => [
  swcTransform,
  {
    module: { ignoreDynamic: true, exportInteropAnnotation: true },
    jsc: {
      parser: { syntax, ...(tsx && { tsx }) },
      ...(tsx && { transform: { react: { runtime: 'automatic' } } }),
    },
  },
];

module.exports = {
  displayName: '@safepoint/test',
  rootDir: __dirname,
  testMatch: ['**/*.test.{ts,tsx}'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/local-gitlab/'],
  testEnvironment: require.resolve('jest-environment-node'),
  moduleFileExtensions: [
    'ts',
    'tsx',
    'mts',
    'js',
    'mjs',
    'cjs',
    'json',
    'node',
  ],
  transform: {
    '\\.(mjs|cjs|js)$': transformFor('ecmascript'),
    '\\.(mts|ts)$': transformFor('typescript'),
    '\\.tsx$': transformFor('typescript', true),
    '\\.yaml$': yamlTransform,
  },
  transformIgnorePatterns: [
    '/node_modules/(?:ajv|core-js|jest-.*|knex|react|react-dom|typescript)/',
  ],
};
