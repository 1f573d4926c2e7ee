import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const folder = path.join(__dirname, 'pipelines');

interface Named {
  file: string;
  test: string;
}

/** The rows of the tables in docs/pipelines.md: their flow, and the tests that they name. */
function readRows(): { flow: string; tests: Named[] }[] {
  return readFileSync(path.join(root, 'docs/pipelines.md'), 'utf8')
    .split('\n')
    .filter(line => /^\|(?! *(flow|-))/.test(line))
    .map(line => line.split('|').slice(1, -1))
    .map(cells => ({
      flow: cells[0].trim(),
      tests: cells[cells.length - 1].split('<br>').map(readTest),
    }));
}

function readTest(cell: string): Named {
  const match = /^ *`([^`]+)` › (.+?) *$/.exec(cell);
  if (!match) throw new Error(`no test in '${cell}'`);
  const [, file, test] = match;
  return {
    file: file.startsWith('plugins/')
      ? path.join(root, file)
      : path.join(folder, file),
    test,
  };
}

/** Names of the tests in a file, or of the rows of its tables. */
function readNames(file: string, before: 'it\\(' | '\\['): string[] {
  const text = readFileSync(file, 'utf8');
  const names = new RegExp(`${before}\\s*(?:'([^'\n]+)'|"([^"\n]+)"),`, 'g');
  return [...text.matchAll(names)].map(match => match[1] ?? match[2]);
}

const rows = readRows();

describe('the table of flows', () => {
  it('has a row for each way that a pipeline can go', () => {
    expect(rows.length).toBeGreaterThan(20);
    expect(new Set(rows.map(({ flow }) => flow)).size).toBe(rows.length);
  });

  it.each(rows)('names tests that exist: $flow', ({ tests }) => {
    for (const { file, test } of tests) {
      expect(existsSync(file)).toBe(true);
      const names = [...readNames(file, 'it\\('), ...readNames(file, '\\[')];
      expect(names).toContain(test);
    }
  });

  it('leaves no test of a flow out', () => {
    const files = readdirSync(path.join(folder, 'flows'))
      .filter(name => name.endsWith('.test.ts'))
      .map(name => path.join(folder, 'flows', name));
    const named = rows.flatMap(({ tests }) => tests.map(({ test }) => test));
    expect(
      files
        .flatMap(file => readNames(file, 'it\\('))
        .filter(test => !named.includes(test)),
    ).toEqual([]);
  });
});
