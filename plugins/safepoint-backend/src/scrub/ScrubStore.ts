import type { Finding } from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import type { RecordedPoint } from '../database/RecordedPoint';
import { recoveryPointMapping } from '../database/recoveryPointMapping';

/** What a look left behind on a point's row. */
export interface Look {
  at: Date;
  read: boolean;
  findings: Finding[];
}

/** A point as a problem is made of it. */
export interface ScrubbedPoint {
  point: RecordedPoint;
  findings: Finding[];
  scrubbedAt?: Date;
}

/** Statuses of points that ought to be in storage. */
export const storedStatuses = [
  'available',
  'expired',
  'missing',
  'corrupt',
  'hidden',
];
const damagedStatuses = ['missing', 'corrupt', 'hidden'];

/** The columns of a recovery point that belong to the scrub alone. */
export class ScrubStore {
  constructor(private readonly connection: Knex) {}

  /**
   * Writes down a look at the point as it was read; false if somebody has changed it since. In a transaction
   * nobody changes it from then on.
   */
  async tryRecord(point: RecordedPoint, look: Look): Promise<boolean> {
    const { id, status, revision } = point;
    const at = look.at.toISOString();
    const recorded = await this.#table()
      .where({ id, status, revision })
      .update({
        scrubbed_at: at,
        ...(look.read && { read_at: at }),
        scrub_findings:
          look.findings.length > 0 ? JSON.stringify(look.findings) : null,
      });
    return recorded === 1;
  }

  /** Those of an instance that something is the matter with. */
  async listTroubled(instanceId: string): Promise<ScrubbedPoint[]> {
    const rows = await this.#table()
      .where({ instance_id: instanceId })
      .where(query =>
        query
          .whereIn('status', damagedStatuses)
          .orWhere(found =>
            found
              .whereIn('status', storedStatuses)
              .whereNotNull('scrub_findings'),
          ),
      )
      .orderBy('id')
      .select([
        ...recoveryPointMapping.columns,
        'scrub_findings',
        'scrubbed_at',
      ]);
    return rows.map(toScrubbed);
  }

  /** The moment of the oldest last look at a point of the instance, or of its completion if there was none. */
  async findOldestLook(instanceId: string): Promise<Date | undefined> {
    const row = await this.#table()
      .where({ instance_id: instanceId })
      .whereIn('status', storedStatuses)
      .whereNull('external')
      .first(
        this.connection.raw('min(coalesce(scrubbed_at, completed_at)) as at'),
      );
    return row?.at ? new Date(row.at) : undefined;
  }

  /** The newest point of an instance that was compared with those before it. */
  async findNewestJudged(
    instanceId: string,
  ): Promise<RecordedPoint | undefined> {
    const row = await this.#table()
      .where({ instance_id: instanceId, status: 'available' })
      .where(judged =>
        judged.whereNotNull('usual_judged_at').orWhereNotNull('unusual'),
      )
      .orderBy('id', 'desc')
      .first(recoveryPointMapping.columns);
    return row && recoveryPointMapping.fromRow(row);
  }

  #table() {
    return this.connection(recoveryPointMapping.table);
  }
}

function toScrubbed(row: Record<string, unknown>): ScrubbedPoint {
  const { scrub_findings: findings, scrubbed_at: scrubbedAt } = row;
  return {
    point: recoveryPointMapping.fromRow(row),
    findings: findings ? JSON.parse(String(findings)) : [],
    ...(scrubbedAt ? { scrubbedAt: new Date(String(scrubbedAt)) } : {}),
  };
}
