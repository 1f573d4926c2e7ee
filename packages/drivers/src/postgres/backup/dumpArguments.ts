/** Everything of one database, uncompressed, to the standard output. */
export function dumpArguments(options: {
  snapshot?: string;
  lockTimeoutSeconds: number;
}): string[] {
  return [
    '--format=custom',
    '--compress=0',
    '--no-password',
    '--encoding=UTF8',
    // A restored copy must not start to subscribe.
    '--no-subscriptions',
    `--lock-wait-timeout=${options.lockTimeoutSeconds * 1000}`,
    ...(options.snapshot ? [`--snapshot=${options.snapshot}`] : []),
  ];
}
