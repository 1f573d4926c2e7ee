/** What a job inherits from the machine; everything else of the server's environment stays outside. */
const inheritedNames = ['PATH', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'];

/** An environment without the server's secrets and without the user's git configuration. */
export function cleanEnvironment(
  home: string,
  extra: Record<string, string> = {},
): Record<string, string> {
  const inherited = inheritedNames.flatMap(name => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    ...extra,
  };
}
