import type { RecoveryPoint } from '../recoveryPoint';

/** Something that a proof rests on and that is another one since. */
export type Move = 'engine' | 'schema' | 'extensions';

type Facts = Pick<
  RecoveryPoint,
  'engineVersion' | 'schemaSha256' | 'extensions'
>;

/**
 * What moved between the point that was proven and a later one, as their manifests tell it. What one of
 * them does not say has not moved. Two major versions write the same schema differently, so between them
 * the digests prove nothing.
 */
export function findMoves(proven: Facts, later: Facts): Move[] {
  const engine = differ(majorOf(proven), majorOf(later));
  return [
    engine && 'engine',
    !engine && differ(proven.schemaSha256, later.schemaSha256) && 'schema',
    differ(listExtensions(proven), listExtensions(later)) && 'extensions',
  ].filter((move): move is Move => Boolean(move));
}

function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

/** `PostgreSQL 15.18` is `PostgreSQL 15`. */
function majorOf({ engineVersion }: Facts): string | undefined {
  return engineVersion?.split('.')[0];
}

function listExtensions({ extensions }: Facts): string | undefined {
  return extensions
    ?.map(({ name, version }) => `${name} ${version}`)
    .sort()
    .join(', ');
}
