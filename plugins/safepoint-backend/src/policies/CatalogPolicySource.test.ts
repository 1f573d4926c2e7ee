import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { Knex } from 'knex';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { migrationsDirectory } from '../database/migrate';
import type { PolicyCatalog } from './CatalogView';
import { createPolicySource } from './createPolicySource';

const platformFolder =
  'https://gitlab.example.com/platform/policies/-/blob/main';

function policy(
  name: string,
  rpo: string,
  location = `url:${platformFolder}/policies.yaml`,
): Entity {
  return {
    apiVersion: 'safepoint.dev/v1alpha1',
    kind: 'RecoveryPolicy',
    metadata: {
      name,
      annotations: {
        'backstage.io/managed-by-location': location,
        'backstage.io/managed-by-origin-location': location,
      },
    },
    spec: { owner: 'group:default/platform', objectives: { rpo } },
  };
}

function store(policyName?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: 'orders-db',
      ...(policyName && {
        annotations: { 'safepoint.dev/policy': policyName },
      }),
    },
    spec: { type: 'database' },
  };
}

const orders = {
  entityRef: 'resource:default/orders-db',
  environment: 'production',
};
const hours = (count: number) => count * 3_600;

describe.each(testDatabases())(
  'policies of the catalog on $name',
  ({ open }) => {
    let knex: Knex;
    let close: () => Promise<void>;
    let policies: Entity[];
    let entities: Entity[];
    let down: boolean;
    let asked: string[];
    let clock: Date;

    beforeEach(async () => {
      ({ knex, close } = await open());
      await knex.migrate.latest({ directory: migrationsDirectory });
      policies = [policy('gold', 'PT1H'), policy('silver', 'PT4H')];
      entities = [store()];
      down = false;
      asked = [];
      clock = new Date('2026-11-23T12:00:00Z');
    });

    afterEach(() => close());

    const catalog: PolicyCatalog = {
      async findByKind(kind) {
        asked.push(kind);
        if (down) throw new Error('The catalog is down.');
        return policies;
      },
      async findMany(refs) {
        asked.push(...refs);
        if (down) throw new Error('The catalog is down.');
        return new Map(
          entities
            .map((entity): [string, Entity] => [
              `resource:default/${entity.metadata.name}`,
              entity,
            ])
            .filter(([ref]) => refs.includes(ref)),
        );
      },
    };

    /** Another replica, or this one after a restart. */
    const createSource = () =>
      createPolicySource({
        config: {
          policies: {
            locations: [{ type: 'url', target: platformFolder }],
            selectors: [
              {
                match: { type: ['database'] },
                policy: 'recoverypolicy:default/silver',
              },
            ],
          },
          objectives: {
            rpoSeconds: hours(24),
            rtoSeconds: 3_600,
            verifiedWithinSeconds: 604_800,
            verificationLevel: 'L3',
          },
          gate: { base: {}, environments: {} },
          approvalFloors: { production: 1, otherwise: 0 },
        },
        knex,
        directory: catalog,
        isProduction: environment => environment === 'production',
        logger: mockServices.logger.mock(),
        now: () => clock,
      });

    const later = (seconds: number) => {
      clock = new Date(clock.getTime() + seconds * 1_000);
    };

    const rpoOf = async (source: ReturnType<typeof createSource>) =>
      (await source.policyOf(orders)).objectives.rpoSeconds;

    it('is what selectors and annotations say, as one look for all', async () => {
      const source = createSource();
      const [one, other, unknown] = await source.policiesOf([
        orders,
        { ...orders, environment: 'staging' },
        { ...orders, entityRef: 'resource:default/unknown' },
      ]);
      expect(one).toMatchObject({ name: 'silver', gate: { mode: 'required' } });
      expect(other.objectives.rpoSeconds).toBe(hours(4));
      expect(unknown.name).toBe('default');
      expect(asked.sort()).toEqual([
        'RecoveryPolicy',
        'resource:default/orders-db',
        'resource:default/unknown',
      ]);
    });

    it('is as old as half a minute and no older', async () => {
      const source = createSource();
      expect(await rpoOf(source)).toBe(hours(4));
      entities = [store('gold')];
      policies = [policy('gold', 'PT2H'), policy('silver', 'PT4H')];
      later(29);
      expect(await rpoOf(source)).toBe(hours(4));
      later(2);
      expect(await rpoOf(source)).toBe(hours(2));
    });

    it('stands while the catalog is down, also after a restart', async () => {
      entities = [store('gold')];
      const source = createSource();
      expect(await rpoOf(source)).toBe(hours(1));
      down = true;
      later(86_400);
      expect(await rpoOf(source)).toBe(hours(1));
      expect(await rpoOf(createSource())).toBe(hours(1));
      down = false;
      policies = [policy('gold', 'PT3H'), policy('silver', 'PT4H')];
      expect(await rpoOf(source)).toBe(hours(3));
    });

    it('stands for a store whose entity is gone', async () => {
      entities = [store('gold')];
      expect(await rpoOf(createSource())).toBe(hours(1));
      entities = [];
      later(60);
      expect(await rpoOf(createSource())).toBe(hours(1));
    });

    it('is the safe default where the policy is gone, and says so', async () => {
      const source = createSource();
      expect(await rpoOf(source)).toBe(hours(4));
      policies = [];
      later(60);
      const { policy: effective, problems } = await source.explain(orders);
      expect(effective.objectives.rpoSeconds).toBe(hours(24));
      expect(problems).toEqual([
        expect.stringContaining(
          'names the policy silver, which is not in the catalog',
        ),
      ]);
      down = true;
      expect((await createSource().explain(orders)).policy.name).toBe(
        'default',
      );
    });

    it('takes no policy from elsewhere, whoever let it into the catalog', async () => {
      policies = [
        policy(
          'silver',
          'P30D',
          'url:https://gitlab.example.com/evil/repo/x.yaml',
        ),
      ];
      const { policy: effective, problems } = await createSource().explain(
        orders,
      );
      expect(effective.name).toBe('default');
      expect(problems).toHaveLength(1);
    });

    it('says what is wrong with a policy that is not valid', async () => {
      policies = [policy('silver', '4h')];
      const { policy: effective, problems } = await createSource().explain(
        orders,
      );
      expect(effective.name).toBe('default');
      expect(problems).toEqual([
        expect.stringContaining(
          'spec.objectives.rpo: write an ISO 8601 duration',
        ),
      ]);
    });
  },
);
