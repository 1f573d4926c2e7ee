// Lets `yarn jest <path>` run tests of every workspace from the root; each workspace is one project.
module.exports = require('@backstage/cli/config/jest');
