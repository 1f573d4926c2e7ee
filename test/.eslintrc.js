module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  ignorePatterns: ['local-gitlab/**'],
  rules: {
    // `scripts` is no package; the browser tests and benchmarks stand on its demo and its runners.
    '@backstage/no-relative-monorepo-imports': 'off',
  },
  overrides: [
    {
      // What tests share: suites and helpers that are no tests themselves, whose titles come from their callers.
      files: ['**/*.ts'],
      excludedFiles: ['**/*.test.ts'],
      rules: {
        'jest/no-export': 'off',
        'jest/valid-title': 'off',
        'jest/valid-describe-callback': 'off',
      },
    },
  ],
});
