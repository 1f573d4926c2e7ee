const { importRules } = require('../../importRules');
const { name } = require('./package.json');

const { rules, ...rest } = importRules(name);

module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  ...rest,
  rules: {
    ...rules,
    // openapi-fetch names its methods GET, POST and so on.
    'new-cap': ['error', { capIsNew: false }],
  },
});
