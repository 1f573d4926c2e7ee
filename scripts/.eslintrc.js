module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // This folder is no workspace: what it uses is declared by the root and by test/.
    'import/no-extraneous-dependencies': 'off',
    // A bootstrap talks on the console.
    'no-console': 'off',
  },
});
