import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse, stringify } from 'yaml';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { createMetricsWorld } from './__testUtils__/MetricsWorld';

jest.setTimeout(60_000);

const folder = join(__dirname, '../../../../observability');
/** Debian's package `prometheus` has it. */
const promtool = (process.env.PATH ?? '')
  .split(':')
  .map(path => join(path, 'promtool'))
  .find(existsSync);
const withPromtool =
  promtool || process.env.CI === 'true' ? describe : describe.skip;

async function runPromtool(...input: string[]): Promise<string> {
  if (!promtool) {
    throw new Error(
      'CI=true and no promtool: apt-get install --no-install-recommends prometheus.',
    );
  }
  const { stdout } = await promisify(execFile)(promtool, input, {
    cwd: folder,
  });
  return stdout;
}

interface Panel {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string; refId: string }[];
}
interface Dashboard {
  panels: Panel[];
  templating: { list: { query: string | { query: string } }[] };
}
interface Rules {
  groups: { rules: { alert: string; expr: string }[] }[];
}

const readText = (name: string) => readFile(join(folder, name), 'utf8');
const readDashboard = async (): Promise<Dashboard> =>
  JSON.parse(await readText('grafana-dashboard.json'));
const readRules = async (): Promise<Rules> =>
  parse(await readText('prometheus-rules.yaml'));

describe('what watches Safepoint', () => {
  it('asks for metrics and labels that there are, and for each of them', async () => {
    const world = await createMetricsWorld(testDatabases()[0]);
    const exported = (await world.start()()).replace(/^#.*$/gm, '');
    await world.close();
    const seriesOf = (name: string) =>
      exported.split('\n').filter(line => line.startsWith(`${name}{`));
    const { panels, templating } = await readDashboard();
    const { groups } = await readRules();
    const queries = [
      ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
      ...groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
      ...templating.list.map(({ query }) =>
        typeof query === 'string' ? query : query.query,
      ),
    ];
    const asked = new Set(
      queries.flatMap(query => query.match(/safepoint_\w+/g) ?? []),
    );
    for (const name of asked)
      expect([name, seriesOf(name)]).not.toEqual([name, []]);
    for (const query of queries) {
      for (const [, name, matchers] of query.matchAll(
        /(safepoint_\w+)\{([^}]*)\}/g,
      )) {
        for (const [, label] of matchers.matchAll(/(\w+)=/g)) {
          expect(seriesOf(name)[0]).toContain(`${label}="`);
        }
      }
    }
    const unwatched = [...exported.matchAll(/^(safepoint_\w+)\{/gm)]
      .map(([, name]) => name)
      .filter(name => !asked.has(name));
    expect([...new Set(unwatched)].sort()).toEqual([
      'safepoint_backup_source_size_bytes',
      'safepoint_backup_state_timestamp_seconds',
      'safepoint_posture',
    ]);
  });

  it('is a dashboard whose panels are apart and each have something to show', async () => {
    const { panels } = await readDashboard();
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { title, type, targets = [], gridPos } of panels) {
      expect([title, type === 'row' || targets.length > 0]).toEqual([
        title,
        true,
      ]);
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      const overlapping = panels.filter(
        other =>
          other.title !== title &&
          other.gridPos.x < gridPos.x + gridPos.w &&
          gridPos.x < other.gridPos.x + other.gridPos.w &&
          other.gridPos.y < gridPos.y + gridPos.h &&
          gridPos.y < other.gridPos.y + other.gridPos.h,
      );
      expect(overlapping.map(other => other.title)).toEqual([]);
    }
  });

  it('tests every rule', async () => {
    const { groups } = await readRules();
    const tests = await readText('tests/rules.test.yaml');
    for (const { alert } of groups.flatMap(({ rules }) => rules)) {
      expect(tests).toContain(`alertname: ${alert}\n        exp_alerts`);
    }
  });
});

withPromtool('what watches Safepoint, for Prometheus', () => {
  it('has rules that Prometheus takes and that fire as tested', async () => {
    expect(
      await runPromtool('check', 'rules', 'prometheus-rules.yaml'),
    ).toMatch(/SUCCESS: 9 rules/);
    expect(await runPromtool('test', 'rules', 'tests/rules.test.yaml')).toMatch(
      /SUCCESS/,
    );
  });

  it('asks only what Prometheus understands', async () => {
    const { panels } = await readDashboard();
    const rules = panels
      .flatMap(({ targets = [] }) => targets)
      .map(({ expr }, index) => ({
        record: `panel:query:${index}`,
        expr: expr.replaceAll('$environment', '.*'),
      }));
    const scratch = await mkdtemp(join(tmpdir(), 'safepoint-promtool-'));
    const file = join(scratch, 'panels.yaml');
    await writeFile(file, stringify({ groups: [{ name: 'panels', rules }] }));
    expect(await runPromtool('check', 'rules', file)).toContain(
      `SUCCESS: ${rules.length} rules`,
    );
    await rm(scratch, { recursive: true });
  });
});
