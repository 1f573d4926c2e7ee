import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { publishedSchemas } from './publishedSchemas';

const folder = path.resolve(__dirname, '../../../../schemas');
const schemas = publishedSchemas();

/** `SAFEPOINT_WRITE_SCHEMAS=1 yarn jest packages/agent/src/config/publishedSchemas` writes them anew; Prettier formats them. */
beforeAll(() => {
  if (!process.env.SAFEPOINT_WRITE_SCHEMAS) return;
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(schemas)) {
    writeFileSync(path.join(folder, file), text);
  }
});

function validate(file: string, document: unknown): boolean {
  const ajv = new Ajv({ strict: false });
  return ajv.validate(JSON.parse(schemas[file]), document);
}

it.each(Object.keys(schemas))('%s is what the code reads', file => {
  const committed = readFileSync(path.join(folder, file), 'utf8');
  expect(JSON.parse(committed)).toEqual(JSON.parse(schemas[file]));
});

const policy = (spec: object) => ({
  apiVersion: 'safepoint.dev/v1alpha1',
  kind: 'RecoveryPolicy',
  metadata: { name: 'gold' },
  spec: { owner: 'group:default/platform', ...spec },
});

it.each([
  [policy({ objectives: { rpo: 'PT1H' }, notify: ['owner'] }), true],
  [policy({ objectives: { rpo: '1h' } }), false],
  [policy({ objectives: { rop: 'PT1H' } }), false],
  [policy({ backups: { beforeDeploy: { mode: 'always' } } }), false],
  [policy({ restores: { '*': { approvals: 1 } } }), true],
  [policy({ restores: { production: { approvals: 0 } } }), false],
])('tells an editor of %j: %p', (document, valid) => {
  expect(validate('recovery-policy.schema.json', document)).toBe(valid);
});

it.each([
  [{ stores: { 'resource:default/orders-db': { driver: 'postgres' } } }, true],
  [{ stores: { 'resource:default/orders-db': { drivr: 'postgres' } } }, false],
  [{ stores: { 'Orders DB': {} } }, false],
  [{}, false],
])('tells an editor of safepoint.yaml %j: %p', (document, valid) => {
  expect(validate('safepoint-yaml.schema.json', document)).toBe(valid);
});
