import { agentStores } from '../../database/agentStores';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { AgentDependencies } from '../AgentDependencies';

const ended: RecordedPoint['status'][] = ['available', 'failed', 'lost'];
/** An upload of a point that this portal knows nothing of may be another portal's, so it is given time. */
const unknownGraceMs = 24 * 60 * 60 * 1000;
const batch = 200;

interface Upload {
  key: string;
  uploadId: string;
  startedAt?: Date;
}

/**
 * Aborts uploads that storage knows and nobody will ever complete: a crash between the start of an upload
 * and its row leaves one. Uploads of points that are being written are left alone.
 */
export class StrayUploads {
  constructor(
    private readonly dependencies: Pick<
      AgentDependencies,
      'knex' | 'storage' | 'now'
    >,
  ) {}

  async abort(): Promise<void> {
    let uploads: Upload[] = [];
    for await (const upload of this.dependencies.storage.listUploads('')) {
      uploads.push(upload);
      if (uploads.length < batch) continue;
      await this.#abortStrays(uploads);
      uploads = [];
    }
    await this.#abortStrays(uploads);
  }

  async #abortStrays(uploads: Upload[]): Promise<void> {
    const { knex, storage } = this.dependencies;
    const points = await agentStores(knex).points.listByIds(
      uploads.map(({ key }) => pointIdOf(key)),
    );
    const statuses = new Map(points.map(({ id, status }) => [id, status]));
    for (const upload of uploads) {
      if (this.#isStray(upload, statuses.get(pointIdOf(upload.key)))) {
        await storage.abortUpload(upload);
      }
    }
  }

  #isStray(upload: Upload, status: RecordedPoint['status'] | undefined) {
    if (status) return ended.includes(status);
    const age =
      this.dependencies.now().getTime() -
      (upload.startedAt?.getTime() ?? Infinity);
    return age > unknownGraceMs;
  }
}

/** `<namespace>/<kind>/<name>/<environment>/<point>/<object>.payload` */
function pointIdOf(key: string): string {
  return key.split('/').at(-2) ?? '';
}
