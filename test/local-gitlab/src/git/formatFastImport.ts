import { formatSignature } from './runGit';

/** Content by path; null deletes the file. */
export type FileChanges = Readonly<Record<string, string | null>>;

/** Files that gitlab-ci-local would read and GitLab would not. */
const foreignFile = /^\.gitlab-ci-local/;

/** One commit in git's fast-import format. Scripts (`#!`) become executable. */
export function formatFastImport(commit: {
  branch: string;
  parent?: string;
  message: string;
  files: FileChanges;
  now: Date;
}): string {
  const problems = Object.keys(commit.files).flatMap(describePathProblem);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const lines = [
    `commit refs/heads/${commit.branch}`,
    `committer ${formatSignature(commit.now)}`,
    formatData(commit.message),
    ...(commit.parent ? [`from ${commit.parent}`] : []),
    ...Object.entries(commit.files).map(([path, content]) =>
      formatChange(path, content),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function describePathProblem(path: string): string[] {
  const parts = path.split('/');
  if (
    parts.some(part => ['', '.', '..', '.git'].includes(part)) ||
    /[\n\r\0]/.test(path)
  ) {
    return [
      `'${path}' is no path inside a repository: name a file relative to its root`,
    ];
  }
  if (foreignFile.test(path)) {
    return [
      `'${path}' means something to gitlab-ci-local and nothing to GitLab: leave it out`,
    ];
  }
  return [];
}

function formatChange(path: string, content: string | null): string {
  const quoted = `"${path.replace(/["\\]/g, '\\$&')}"`;
  if (content === null) return `D ${quoted}`;
  const mode = content.startsWith('#!') ? '100755' : '100644';
  return `M ${mode} inline ${quoted}\n${formatData(content)}`;
}

function formatData(content: string): string {
  return `data ${Buffer.byteLength(content)}\n${content}`;
}
