import { type EntityDirectory, ownersOf } from '../catalog/EntityDirectory';
import type { PolicySource } from '../policies';

/** What something is about. */
export interface Concerned {
  entityRef: string;
  environment: string;
}

export interface AudiencesOptions {
  policies: Pick<PolicySource, 'policiesOf'>;
  directory: Pick<EntityDirectory, 'findMany'>;
  /** Who is told where nobody else can be. */
  fallback: string[];
}

/** Who is told of what, as the policy says; its word `owner` is whoever the catalog says owns the entity. */
export class Audiences {
  constructor(private readonly options: AudiencesOptions) {}

  /** One look-up for all; answers entity references of groups and users, in a stable order. */
  async find(concerned: Concerned[]): Promise<(one: Concerned) => string[]> {
    const { policies, directory, fallback } = this.options;
    const places = [
      ...new Map(concerned.map(one => [keyOf(one), one])).values(),
    ];
    const found = await policies.policiesOf(places);
    const entities = await directory.findMany(
      places.map(({ entityRef }) => entityRef),
    );
    const audiences = new Map(
      places.map((place, index) => {
        const entity = entities.get(place.entityRef);
        const owners = entity ? ownersOf(entity) : [];
        const named = found[index].notify.flatMap(who =>
          who === 'owner' ? owners : [who],
        );
        const audience = named.length > 0 ? named : fallback;
        return [keyOf(place), [...new Set(audience)].sort()];
      }),
    );
    return one => audiences.get(keyOf(one)) ?? fallback;
  }
}

function keyOf({ entityRef, environment }: Concerned): string {
  return `${entityRef} ${environment}`;
}
