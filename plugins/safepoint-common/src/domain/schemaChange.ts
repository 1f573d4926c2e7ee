import type { EngineFacts, Fingerprint } from './manifest';

/** What a recovery point's manifest says of its schema. @public */
export interface SchemaState {
  recoveryPointId: string;
  /** Absent if the point has no manifest. */
  manifest?: {
    stateAt: string;
    engine: EngineFacts;
    fingerprint: Pick<Fingerprint, 'schemaSha256' | 'tables'>;
  };
}

/** @public */
export interface SchemaChange {
  /** The earlier point. */
  from: string;
  /** The later point. */
  to: string;
  change: 'same' | 'moved' | 'unknown';
  reason: string;
  tablesAdded: string[];
  tablesRemoved: string[];
}

type KnownState = SchemaState & Required<Pick<SchemaState, 'manifest'>>;

/**
 * Whether and how the schema moved between two recovery points, in whatever order they are given.
 *
 * Equal digests prove an equal schema. Different digests prove a move only where one version of the
 * database's tool wrote both definitions; across major versions a table that came or went still does.
 *
 * @public
 */
export function compareSchemas(
  one: SchemaState,
  other: SchemaState,
): SchemaChange {
  if (!isKnown(one) || !isKnown(other)) return describeUnknown(one, other);
  const [from, to] =
    one.manifest.stateAt <= other.manifest.stateAt
      ? [one, other]
      : [other, one];
  const tablesAdded = namesOnlyIn(to, from);
  const tablesRemoved = namesOnlyIn(from, to);
  return {
    from: from.recoveryPointId,
    to: to.recoveryPointId,
    ...judge(from, to, [...tablesAdded, ...tablesRemoved]),
    tablesAdded,
    tablesRemoved,
  };
}

function judge(
  from: KnownState,
  to: KnownState,
  tablesChanged: string[],
): Pick<SchemaChange, 'change' | 'reason'> {
  const [before, after] = [from.manifest, to.manifest];
  if (before.fingerprint.schemaSha256 === after.fingerprint.schemaSha256) {
    return { change: 'same', reason: 'Both have the same schema.' };
  }
  const versions = [before.engine, after.engine].map(majorOf);
  if (tablesChanged.length === 0 && versions[0] !== versions[1]) {
    return {
      change: 'unknown',
      reason: `${versions[0]} and ${versions[1]} write the same definitions differently, so their digests cannot be compared. The tables have the same names.`,
    };
  }
  return {
    change: 'moved',
    reason:
      tablesChanged.length > 0
        ? 'The schema moved: tables came or went.'
        : 'The schema moved: the tables have the same names and other definitions.',
  };
}

function describeUnknown(one: SchemaState, other: SchemaState): SchemaChange {
  const unknown = [one, other].filter(state => !isKnown(state));
  return {
    from: one.recoveryPointId,
    to: other.recoveryPointId,
    change: 'unknown',
    reason: `Recovery point ${unknown
      .map(({ recoveryPointId }) => recoveryPointId)
      .join(' and ')} has no manifest that says its schema.`,
    tablesAdded: [],
    tablesRemoved: [],
  };
}

function isKnown(state: SchemaState): state is KnownState {
  return state.manifest !== undefined;
}

function namesOnlyIn(one: KnownState, other: KnownState): string[] {
  const names = new Set(
    other.manifest.fingerprint.tables.map(({ name }) => name),
  );
  return one.manifest.fingerprint.tables
    .map(({ name }) => name)
    .filter(name => !names.has(name))
    .sort();
}

function majorOf({ name, version }: EngineFacts): string {
  return `${name} ${version.split(/[.\s]/)[0]}`;
}
