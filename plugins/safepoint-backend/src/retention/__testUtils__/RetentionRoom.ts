import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  defaultRetention,
  type EffectivePolicy,
  resolveGatePolicy,
  type RetentionRules,
} from '@safepoint/backstage-plugin-safepoint-common';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { Storage } from '@safepoint/engine';
import type { Knex } from 'knex';
import type { Workbench } from '../../agent/testUtils/createWorkbench';
import { FakeAgent } from '../../agent/testUtils/FakeAgent';
import type { Problem } from '../../alerts';
import type { RecordedPoint } from '../../database/RecordedPoint';
import { Authorizer } from '../../permissions/Authorizer';
import { IndexRebuilder } from '../../rebuild';
import type { DurableRecords } from '../../records';
import {
  createRetentionServices,
  type RetentionServices,
} from '../createRetentionServices';
import { manifestKeyOf, folderOf } from '../pointObjects';

export const day = 86_400;
export const grace = 3 * day;

const keeper = mockCredentials.user('user:default/sam');

/** A portal with its points, a policy that a test may change, and a clock. */
export class RetentionRoom {
  readonly agent: FakeAgent;
  /** Only the newest, unless a test says otherwise. */
  rules: RetentionRules = {
    ...defaultRetention,
    last: 1,
    daily: 0,
    weekly: 0,
    monthly: 0,
    yearly: 0,
    pinDeploymentsSeconds: 0,
  };
  /** What the catalog knows. */
  known = ['resource:default/orders-db', 'resource:default/billing-db'];
  /** What retention last found wrong. */
  problems: Problem[] = [];
  readonly services: RetentionServices;

  constructor(readonly bench: Workbench) {
    this.agent = new FakeAgent(bench);
    this.services = this.start();
  }

  /** The services of another replica, or of one that is to die. */
  start(
    changes: {
      storage?: Storage;
      knex?: Knex;
      records?: DurableRecords;
      deletes?: boolean;
    } = {},
  ): RetentionServices {
    const { dependencies, knex, storage } = this.bench;
    return createRetentionServices({
      ...dependencies,
      knex,
      storage,
      ...changes,
      retention: {
        graceSeconds: grace,
        lockMode: 'governance',
        deletes: changes.deletes ?? true,
      },
      policies: {
        policyOf: async () => this.#policy(),
        policiesOf: async all => all.map(() => this.#policy()),
      },
      problems: {
        settle: async (_, problems) => {
          this.problems = problems;
        },
      },
      catalog: {
        findDependents: async refs =>
          new Map(
            await Promise.all(
              refs
                .filter(ref => this.known.includes(ref))
                .map(
                  async ref =>
                    [
                      ref,
                      await dependencies.entitlements.findDependents(ref),
                    ] as const,
                ),
            ),
          ),
      },
      authorizer: new Authorizer({
        authorize: async questions =>
          questions.map(() => ({ result: AuthorizeResult.ALLOW })),
        authorizeConditional: async () => {
          throw new Error('Nobody asks that.');
        },
      }),
    });
  }

  /** Points that were taken a day apart, oldest first. */
  async backUp(count: number): Promise<RecordedPoint[]> {
    const points: RecordedPoint[] = [];
    for (let index = 0; index < count; index += 1) {
      points.push((await this.agent.backUp()).point);
      this.bench.advance(day);
    }
    return points;
  }

  /** All that the portal does by itself, once. */
  async round(services: RetentionServices = this.services): Promise<void> {
    await services.rounds.meetNewPoints();
    await services.enforcer.enforcePending();
    await services.rounds.planDue();
    await services.rounds.deleteDue();
  }

  /** As a person would, after the time that it takes until the store is looked at again. */
  async roundLater(seconds: number): Promise<void> {
    this.bench.advance(seconds);
    await this.round();
  }

  hold(pointId: string) {
    return this.services.holds.place(
      pointId,
      { kind: 'legal-hold', reason: 'case 12' },
      keeper,
    );
  }

  pin(pointId: string, until: Date) {
    return this.services.holds.place(
      pointId,
      { kind: 'pin', reason: 'the audit', until: until.toISOString() },
      keeper,
    );
  }

  release(holdId: string) {
    return this.services.holds.release(holdId, { reason: 'closed' }, keeper);
  }

  async point(id: string): Promise<RecordedPoint> {
    return (await this.bench.stores.points.find(id))!;
  }

  async statuses(points: { id: string }[]): Promise<string[]> {
    return Promise.all(
      points.map(async ({ id }) => (await this.point(id)).status),
    );
  }

  async instance() {
    const [instance] = await this.bench.stores.instances.findByEntities([
      'resource:default/orders-db',
    ]);
    return instance;
  }

  /** Every version of everything that is left of a point. */
  async leftOf(pointId: string): Promise<string[]> {
    const folder = `${folderOf(await this.instance(), pointId)}/`;
    const left: string[] = [];
    for await (const { key } of this.bench.storage.listVersions(folder)) {
      left.push(key.slice(folder.length));
    }
    return left.sort();
  }

  async manifestKey(pointId: string): Promise<string> {
    return manifestKeyOf(await this.instance(), pointId);
  }

  async rebuild() {
    return new IndexRebuilder({ ...this.bench.dependencies }).rebuildIndex();
  }

  #policy(): EffectivePolicy {
    return {
      name: 'test',
      objectives: this.bench.dependencies.config.objectives,
      backups: { baseline: true },
      drills: {},
      gate: resolveGatePolicy(this.bench.dependencies.config.gate, {
        name: 'staging',
        production: false,
      }),
      retention: this.rules,
      approvals: {} as EffectivePolicy['approvals'],
      notify: [],
    };
  }
}
