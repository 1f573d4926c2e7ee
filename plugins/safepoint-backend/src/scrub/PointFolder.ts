import type { StoredObjectInfo } from '@safepoint/engine';

/** The objects that lie in what is, or was to be, the folder of a recovery point. */
export interface PointFolder {
  /** Key of the folder, without a slash at its end. */
  folder: string;
  id: string;
  entityRef: string;
  environment: string;
  objects: StoredObjectInfo[];
}

const pattern =
  /^([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)\/([0-9A-HJKMNP-TV-Z]{26})\//;

/** Parts a sorted listing into folders of points; what lies elsewhere (records, inboxes) is none of them. */
export function groupByFolder(objects: StoredObjectInfo[]): PointFolder[] {
  const folders: PointFolder[] = [];
  for (const object of objects) {
    const match = pattern.exec(object.key);
    if (!match) continue;
    const [start, namespace, kind, name, environment, id] = match;
    const folder = start.slice(0, -1);
    const last = folders.at(-1);
    if (last?.folder === folder) {
      last.objects.push(object);
      continue;
    }
    const entityRef = `${kind}:${namespace}/${name}`;
    folders.push({ folder, id, entityRef, environment, objects: [object] });
  }
  return folders;
}

export function hasManifest({ folder, objects }: PointFolder): boolean {
  return objects.some(({ key }) => key === `${folder}/manifest.json`);
}

/** When the newest of its objects was written, where the storage says so. */
export function newestOf({ objects }: PointFolder): Date | undefined {
  const times = objects.map(({ lastModified }) => lastModified?.getTime());
  return times.includes(undefined)
    ? undefined
    : new Date(Math.max(...(times as number[])));
}
