import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { recoveryPointPrefix } from '@safepoint/backstage-plugin-safepoint-common';
import { ulid } from 'ulid';
import { agentStores } from '../database/agentStores';
import { portalStores } from '../database/portalStores';
import type { RecordedDeployment } from '../database/RecordedDeployment';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { Portal } from './startPortal';

type Place = Pick<Portal, 'knex' | 'storageRoot'>;

export async function seedInstance(
  { knex }: Place,
  overrides: Partial<StoredInstance> = {},
): Promise<StoredInstance> {
  const instance: StoredInstance = {
    id: ulid(),
    entityRef: 'resource:default/orders-db',
    environment: 'production',
    driver: 'postgres',
    identityStatus: 'unknown',
    revision: 1,
    createdAt: new Date(),
    ...overrides,
  };
  await portalStores(knex).instances.tryInsert(instance);
  return instance;
}

/** An available point whose manifest is in storage, as far as a request looks. */
export async function seedPoint(
  place: Place,
  instance: StoredInstance,
  overrides: Partial<RecordedPoint> = {},
): Promise<RecordedPoint> {
  const point: RecordedPoint = {
    id: ulid(),
    instanceId: instance.id,
    trigger: 'manual',
    status: 'available',
    stateAt: new Date(),
    createdAt: new Date(),
    level: 'L0',
    quarantined: false,
    revision: 0,
    ...overrides,
  };
  await agentStores(place.knex).points.insert(point);
  const path = manifestPath(place, instance, point.id);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '{}');
  return point;
}

export function manifestPath(
  { storageRoot }: Place,
  instance: StoredInstance,
  pointId: string,
): string {
  const { entityRef, environment } = instance;
  return join(
    storageRoot,
    recoveryPointPrefix(entityRef, environment, pointId),
    'manifest.json',
  );
}

export async function seedDeployment(
  { knex }: Place,
  overrides: Partial<RecordedDeployment> = {},
): Promise<RecordedDeployment> {
  const deployment: RecordedDeployment = {
    id: ulid(),
    entityRef: 'component:default/orders',
    environment: 'production',
    status: 'succeeded',
    gate: 'strict',
    issuer: 'https://gitlab.test',
    projectId: '5',
    pipelineId: '1',
    recoveryPointIds: [],
    gatedAt: new Date(),
    revision: 1,
    ...overrides,
  };
  await agentStores(knex).deployments.insert(deployment);
  return deployment;
}
