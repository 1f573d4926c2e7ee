const path = require('node:path');

const root = path.resolve(__dirname, '../..');

/** The tests of scripts/ itself: no workspace, so the Backstage CLI does not find them. */
const scriptsProject = {
  ...require('../../test/jest.config'),
  displayName: 'scripts',
  rootDir: path.join(root, 'scripts'),
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};

/** Every workspace of the repository, and scripts/, as one project each. */
module.exports = async () => {
  const base = await require('@backstage/cli/config/jest');
  return { ...base, projects: [...base.projects, scriptsProject] };
};
