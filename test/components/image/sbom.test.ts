import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';

jest.setTimeout(120_000);

const agent = path.resolve(__dirname, '../../../packages/agent');
const folder = mkdtempSync(path.join(tmpdir(), 'safepoint-sbom-'));
const run = promisify(execFile);

interface Component {
  name: string;
  group?: string;
  version: string;
  purl: string;
  licenses?: unknown[];
}

async function build(name: string): Promise<string> {
  const dist = path.join(folder, name);
  await run(process.execPath, [path.join(agent, 'build.mjs'), dist]);
  return readFileSync(path.join(dist, 'safepoint.cdx.json'), 'utf8');
}

let text: string;
let components: Component[];
beforeAll(async () => {
  text = await build('one');
  components = JSON.parse(text).components;
});
afterAll(() => rmSync(folder, { recursive: true }));

const nameOf = ({ group, name }: Component) =>
  group ? `${group}/${name}` : name;

describe('the bill of materials of the agent', () => {
  it('is valid CycloneDX', async () => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    expect(await validator.validate(text)).toBeNull();
  });

  it('names the packages whose code is in the bundle, each with version, address and licence', () => {
    const names = components.map(nameOf);
    expect(names).toEqual(
      expect.arrayContaining([
        'commander',
        'zod',
        'yaml',
        'pg',
        'age-encryption',
      ]),
    );
    for (const component of components) {
      expect(component.purl).toMatch(/^pkg:npm\/.+@\d+\.\d+\.\d+/);
      expect(component.licenses).toHaveLength(1);
    }
  });

  it('names nothing that is only needed to build or to test', () => {
    const names = components.map(nameOf);
    for (const name of ['esbuild', 'typescript', 'jest', 'fast-check']) {
      expect(names).not.toContain(name);
    }
  });

  it('misses no package of the bundle, whose own comments name the modules', () => {
    const bundle = readFileSync(path.join(folder, 'one/safepoint.cjs'), 'utf8');
    const modules = bundle.matchAll(
      /^\s*\/\/ \S*node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\/\S+$/gm,
    );
    const bundled = new Set([...modules].map(([, name]) => name));
    expect(bundled.size).toBeGreaterThan(20);
    const names = components.map(nameOf);
    expect([...bundled].filter(name => !names.includes(name))).toEqual([]);
  });

  it('is the same for the same sources', async () => {
    expect(await build('two')).toBe(text);
  });
});
