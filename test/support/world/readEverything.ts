import type {
  EntityRecoveryView,
  RecoveryPointView,
  RequestView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { RecoveryWorld } from './RecoveryWorld';

const entities = ['component/orders', 'resource/orders-db'];
const users = ['dana', 'sam'];

interface Page {
  items: RecoveryPointView[];
  nextCursor?: string;
}

/** All that the pages of these users are made of, by user and path. */
export async function readEverything(
  world: RecoveryWorld,
): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const user of users) {
    const ask = async <T>(path: string): Promise<T> => {
      const answer = await world.ask<T>(user, path);
      found[`${user} ${path}`] = withoutPassingTime(answer);
      return answer;
    };
    for (const entity of entities) {
      const view = await ask<EntityRecoveryView>(
        `/entities/default/${entity}/recovery`,
      );
      for (const { instances } of view.environments) {
        for (const { instance } of instances) await askInstance(ask, instance);
      }
    }
  }
  return found;
}

async function askInstance(
  ask: <T>(path: string) => Promise<T>,
  instance: { id: string },
): Promise<void> {
  let query = '?limit=3';
  while (query) {
    const { items, nextCursor } = await ask<Page>(
      `/instances/${instance.id}/recovery-points${query}`,
    );
    for (const { id, status } of items) {
      await ask(`/recovery-points/${id}`);
      if (status === 'available') {
        await ask(`/recovery-points/${id}/restore-preview`);
      }
    }
    query = nextCursor
      ? `?limit=3&cursor=${encodeURIComponent(nextCursor)}`
      : '';
  }
  const requests = await ask<{ items: RequestView[] }>(
    `/requests?instanceId=${instance.id}`,
  );
  for (const { id } of requests.items) await ask(`/requests/${id}`);
}

const age =
  /(?:less than a second|\d+ \w+(?:,? (?:and )?\d+ \w+)?)(?= (?:old|ago)\b)/g;

/** How old something is grows while nobody looks; from when on, which is told beside it, does not. */
function withoutPassingTime(view: unknown): unknown {
  const ages = ['rpo', 'verified'];
  return JSON.parse(
    JSON.stringify(view, (key, value) => {
      // When somebody last looked is not what was seen.
      if (key === 'asOf' || key === 'evaluatedAt') return undefined;
      if (key === 'message' && typeof value === 'string') {
        return value.replaceAll(age, 'some time');
      }
      if (key === 'dataAtStakeSeconds') return typeof value;
      // The same reason in parts; the whole text of it is compared above.
      if (typeof value?.seconds === 'number' && 'text' in value)
        return 'some time';
      return ages.includes(key) && typeof value === 'object'
        ? { ...value, achievedSeconds: typeof value.achievedSeconds }
        : value;
    }),
  );
}
