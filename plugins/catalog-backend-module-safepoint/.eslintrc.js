const { importRules } = require('../../importRules');
const { name } = require('./package.json');

module.exports = require('@backstage/cli/config/eslint-factory')(
  __dirname,
  importRules(name),
);
