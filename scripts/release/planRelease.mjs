const semanticVersion = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/**
 * Decides whether a version of the components can be released, and what to push. The tag starts the
 * release in the component project's own pipeline, so it goes together with the branch or not at all.
 *
 * @param {{
 *   version: string,
 *   branch: string,
 *   split: string,
 *   versions: { file: string, line: number, version: string }[],
 *   uncommitted: string[],
 *   remoteTags: Record<string, string>,
 * }} input `remoteTags`: commit by tag; `split`: the folder's own commit
 * @returns {{ problems: string[] } | { done: string } | { refspecs: string[] }}
 */
export function planRelease(input) {
  const { version, branch, split, versions, uncommitted, remoteTags } = input;
  const problems = [];
  if (!semanticVersion.test(version)) {
    problems.push(
      `'${version}' is no semantic version; the CI/CD Catalog wants MAJOR.MINOR.PATCH, such as 1.2.3.`,
    );
  }
  for (const found of versions.filter(other => other.version !== version)) {
    problems.push(
      `${found.file}:${found.line} names ${found.version}; write ${version} there and commit it.`,
    );
  }
  for (const file of uncommitted) {
    problems.push(`${file} is not committed; what is released is a commit.`);
  }
  const tagged = remoteTags[version];
  if (tagged !== undefined && tagged !== split) {
    problems.push(
      `${version} is released already, from another state of the folder (${tagged.slice(
        0,
        12,
      )}). A release never changes: take the next version.`,
    );
  }
  if (problems.length > 0) return { problems };
  if (tagged === split) return { done: `${version} is released already.` };
  return {
    refspecs: [
      `${split}:refs/heads/${branch}`,
      `${split}:refs/tags/${version}`,
    ],
  };
}
