module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  ignorePatterns: ['local-gitlab/**'],
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
