/** Where the folder and its documents name the version of a component or of the agent's image. */
const patterns = [
  /components\/[a-z-]+@(\d+\.\d+\.\d+[\w.-]*)/g,
  /safepoint\/agent:(\d+\.\d+\.\d+[\w.-]*)/g,
  /ARG AGENT_VERSION=(\d+\.\d+\.\d+[\w.-]*)/g,
  /^ {2}"version": "(\d+\.\d+\.\d+[\w.-]*)"/gm,
];

/**
 * Every version that the files name, with the file and the line.
 *
 * @param {Record<string, string>} files content by path
 * @returns {{ file: string, line: number, version: string }[]}
 */
export function findVersions(files) {
  return Object.entries(files).flatMap(([file, text]) =>
    patterns.flatMap(pattern =>
      [...text.matchAll(pattern)].map(match => ({
        file,
        line: text.slice(0, match.index).split('\n').length,
        version: match[1],
      })),
    ),
  );
}
