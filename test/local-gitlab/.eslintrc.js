// Of its own: the configuration of the folder above leaves this workspace out.
module.exports = {
  root: true,
  ...require('@backstage/cli/config/eslint-factory')(__dirname),
};
