import { globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** One import of one file. */
export interface Import {
  /** Relative to the root. */
  file: string;
  specifier: string;
}

/** The root of the repository. */
export const root = path.resolve(__dirname, '../..');

const sourceFile = /\.[cm]?[jt]sx?$/;
const ignored = new Set(['node_modules', 'dist', 'dist-types', 'coverage']);

/** The folders of all workspaces, relative to the root and sorted. */
export function workspaceFolders(): string[] {
  const manifest = readFileSync(path.join(root, 'package.json'), 'utf8');
  const { workspaces } = JSON.parse(manifest) as {
    workspaces: { packages: string[] };
  };
  return workspaces.packages
    .flatMap(pattern => globSync(`${pattern}/package.json`, { cwd: root }))
    .map(file => path.dirname(file))
    .sort();
}

/** Every import, export-from, `import()` and `require` of the sources under a folder. */
export function importsUnder(folder: string): Import[] {
  return sourcesUnder(folder).flatMap(file => {
    const text = readFileSync(path.join(root, file), 'utf8');
    return ts
      .preProcessFile(text, true, true)
      .importedFiles.map(({ fileName }) => ({ file, specifier: fileName }));
  });
}

/** Tests and what only they use are not held to the rules for what ships. */
export function isTest(file: string): boolean {
  return (
    /\.test\.[cm]?[jt]sx?$|\/setupTests\.ts$|jest\.config\.js$/.test(file) ||
    /\/(testUtils|__fixtures__|__testUtils__|dev)\//.test(file)
  );
}

/** The name of a package, without the path inside it; undefined for relative and Node's own. */
export function packageName(specifier: string): string | undefined {
  if (/^(\.|\/|node:)/.test(specifier)) return undefined;
  const [first, second] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function sourcesUnder(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap(
    entry => {
      const child = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        return ignored.has(entry.name) ? [] : sourcesUnder(child);
      }
      const isSource = sourceFile.test(entry.name);
      return isSource && !entry.name.startsWith('.') ? [child] : [];
    },
  );
}
