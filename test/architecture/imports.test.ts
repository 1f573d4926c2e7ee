import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  importsUnder,
  isTest,
  packageName,
  root,
  workspaceFolders,
} from './imports';
import { domain, rules } from './rules';

interface Package {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

const folders = workspaceFolders();
const packages = new Map(folders.map(folder => [folder, readPackage(folder)]));
const workspaceNames = new Set([...packages.values()].map(p => p.name));

function readPackage(folder: string): Package {
  const file = path.join(root, folder, 'package.json');
  return JSON.parse(readFileSync(file, 'utf8')) as Package;
}

const isWorkspace = (specifier: string) =>
  workspaceNames.has(packageName(specifier) ?? '');

it('has a rule for every workspace but the one for tests across packages', () => {
  expect(rules.map(rule => rule.folder).sort()).toEqual(
    folders.filter(folder => folder !== 'test').sort(),
  );
});

describe.each(rules)('$folder', ({ folder, mayImport, mustNotImport = [] }) => {
  const imports = importsUnder(folder);
  const shipped = imports.filter(({ file }) => !isTest(file));
  const own = packages.get(folder)!;

  it('imports only the workspaces that it may', () => {
    const allowed = new Set([...mayImport, own.name]);
    expect(
      imports.filter(
        ({ file, specifier }) =>
          isWorkspace(specifier) &&
          !allowed.has(specifier) &&
          !(isTest(file) && allowed.has(specifier.replace(/\/testUtils$/, ''))),
      ),
    ).toEqual([]);
  });

  it('depends, in its package.json, only on the workspaces that it may', () => {
    const allowed = new Set(mayImport.map(packageName));
    // The app is served by the backend, which depends on it without an import.
    if (folder === 'packages/backend') allowed.add('app');
    expect(
      Object.keys(own.dependencies ?? {}).filter(
        name => workspaceNames.has(name) && !allowed.has(name),
      ),
    ).toEqual([]);
  });

  it('imports nothing that does not belong here', () => {
    expect(
      shipped.filter(({ specifier }) =>
        mustNotImport.some(pattern => pattern.test(specifier)),
      ),
    ).toEqual([]);
  });

  it('reaches into no other workspace by path', () => {
    expect(
      imports.filter(({ file, specifier }) => {
        if (!specifier.startsWith('.')) return false;
        const target = path.join(path.dirname(file), specifier);
        return !`${target}/`.startsWith(`${folder}/`);
      }),
    ).toEqual([]);
  });
});

describe('the domain', () => {
  it('is pure: it imports itself and the schemas, no I/O and no framework', () => {
    const foreign = importsUnder(domain.folder).filter(
      ({ file, specifier }) => {
        if (isTest(file) || domain.mayImport.includes(specifier)) return false;
        const target = path.join(path.dirname(file), specifier);
        return !(specifier.startsWith('.') && target.startsWith(domain.folder));
      },
    );
    expect(foreign).toEqual([]);
  });
});

describe('the rules', () => {
  it('have something to hold: imports were found in every workspace', () => {
    for (const { folder } of rules) {
      expect([folder, importsUnder(folder).length > 0]).toEqual([folder, true]);
    }
  });
});
