/** Where the portal shows an entity in an environment. */
export function pageLink(
  portalUrl: string,
  place: { entityRef: string; environment: string },
): string {
  const [, kind, namespace, name] =
    /^([^:/]+):([^:/]+)\/([^:/]+)$/.exec(place.entityRef) ?? [];
  const query = new URLSearchParams({ environment: place.environment });
  return `${portalUrl}/catalog/${namespace}/${kind}/${name}/recovery?${query}`;
}
