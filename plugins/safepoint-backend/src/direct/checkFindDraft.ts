import type {
  DirectDraft,
  DirectPlan,
} from '@safepoint/backstage-plugin-safepoint-common';
import { decodeTime } from 'ulid';
import type { EncryptionKeys } from '../agent/AgentDependencies';
import { checkDraft } from '../agent/completion/checkDraft';
import { checkHeaders } from '../agent/completion/checkHeaders';
import { type DirectFind, toPointDraft } from './DirectFind';

/** As an agent's parts grow with their number, none is larger than ten of the first. */
const largestPart = 10;
const toleratedMs = 5 * 60 * 1000;

/** What is inconsistent in a draft, in itself or with its place and its plan. */
export async function checkFindDraft(input: {
  find: Pick<DirectFind, 'place' | 'takenAt'>;
  draft: DirectDraft;
  plan: DirectPlan;
  encryption: EncryptionKeys;
}): Promise<string[]> {
  const { find, draft, plan, encryption } = input;
  const { place, takenAt } = find;
  const problems: string[] = [];
  const attempt = async (work: () => unknown) => {
    try {
      await work();
    } catch (error) {
      problems.push((error as Error).message);
    }
  };
  for (const name of ['id', 'entityRef', 'environment'] as const) {
    if (draft[name] !== place[name]) {
      problems.push(`its ${name} is not that of its place`);
    }
  }
  const madeAt = decodeTime(place.id);
  const latest = takenAt.getTime() + toleratedMs;
  if (madeAt < Date.parse(plan.issuedAt) - toleratedMs || madeAt > latest) {
    problems.push('its id is of another time than its plan');
  }
  if (!sameSet(plan.recipients, encryption.recipients)) {
    problems.push(
      'the recipients of recovery points have changed since its plan was published',
    );
  }
  const tooLarge = draft.content.objects.some(({ payload }) =>
    payload.parts.some(
      ({ sizeBytes }) => sizeBytes > largestPart * plan.limits.partSizeBytes,
    ),
  );
  if (tooLarge)
    problems.push('one of its parts is larger than its plan allows');
  const point = toPointDraft(draft);
  await attempt(() =>
    checkDraft(point, { createdAt: new Date(madeAt), now: takenAt }),
  );
  await attempt(() => checkHeaders(place.id, point, encryption));
  return problems;
}

function sameSet(
  planned: string[],
  known: EncryptionKeys['recipients'],
): boolean {
  const current = known.map(({ recipient }) => recipient);
  return (
    planned.length === current.length &&
    planned.every(recipient => current.includes(recipient))
  );
}
