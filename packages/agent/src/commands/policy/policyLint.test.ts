import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../cli';

const good = `apiVersion: safepoint.dev/v1alpha1
kind: RecoveryPolicy
metadata: { name: gold }
spec: { owner: platform }
`;

let folder: string;
let output: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safepoint-lint-'));
  output = '';
  const write = (text: string | Uint8Array) => {
    output += text;
    return true;
  };
  jest.spyOn(process.stdout, 'write').mockImplementation(write);
  jest.spyOn(process.stderr, 'write').mockImplementation(write);
});

afterEach(async () => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function lint(...texts: string[]): Promise<void> {
  const files = await Promise.all(
    texts.map(async (text, index) => {
      const file = join(folder, `${index}.yaml`);
      await writeFile(file, text);
      return file;
    }),
  );
  await main(['node', 'safepoint', 'policy', 'lint', ...files]);
}

it('ends well for good policies', async () => {
  await lint(good, good.replace('gold', 'silver'));
  expect(process.exitCode).toBeUndefined();
  expect(output).toContain('2 policies are valid.');
});

it('ends with 2 and all problems of all files, also of those that cannot be read', async () => {
  await lint(good.replace('platform', '5'), good.replace('safepoint.dev', 'x'));
  await main([
    'node',
    'safepoint',
    'policy',
    'lint',
    join(folder, 'none.yaml'),
  ]);
  expect(process.exitCode).toBe(2);
  expect(output).toMatch(/0\.yaml:4: spec\.owner: must be text/);
  expect(output).toMatch(/1\.yaml:1: apiVersion: must be safepoint\.dev/);
  expect(output).toMatch(/none\.yaml:1: cannot be read \(ENOENT\)/);
});
