import { InputError } from '@backstage/errors';
import type { RecoveryPointDraft } from '@safepoint/backstage-plugin-safepoint-common';

type DraftObject = RecoveryPointDraft['objects'][number];

const toleratedSeconds = 5 * 60;

/** Whether a draft is consistent in itself. Throws one error with every problem. */
export function checkDraft(
  draft: RecoveryPointDraft,
  context: { createdAt: Date; now: Date },
): void {
  const names = draft.objects.map(({ name }) => name);
  const problems = [
    ...(new Set(names).size < names.length
      ? [`two objects have the same name: ${names.join(', ')}`]
      : []),
    ...draft.objects.flatMap(findObjectProblems),
    ...findTimeProblems(draft, context),
  ];
  if (problems.length > 0) {
    throw new InputError(
      `The recovery point cannot be completed: ${problems.join('; ')}.`,
    );
  }
}

function findObjectProblems({ name, payload }: DraftObject): string[] {
  const problems: string[] = [];
  const outOfOrder = payload.parts.findIndex(
    (part, index) => part.number !== index + 1,
  );
  if (outOfOrder >= 0) {
    problems.push(
      `the parts of ${name} are not numbered from 1 without gaps (see the ${
        outOfOrder + 1
      }. of them)`,
    );
  }
  const sum = payload.parts.reduce((total, part) => total + part.sizeBytes, 0);
  if (sum !== payload.sizeBytes) {
    problems.push(
      `the parts of ${name} have ${sum} bytes together, and not ${payload.sizeBytes}`,
    );
  }
  return problems;
}

/** A state is no older than the run that saved it and no newer than now, but for a clock that is a bit off. */
function findTimeProblems(
  draft: RecoveryPointDraft,
  { createdAt, now }: { createdAt: Date; now: Date },
): string[] {
  const stateAt = new Date(draft.stateAt).getTime();
  const earliest = createdAt.getTime() - toleratedSeconds * 1000;
  const latest = now.getTime() + toleratedSeconds * 1000;
  return stateAt >= earliest && stateAt <= latest
    ? []
    : [
        `stateAt ${
          draft.stateAt
        } is not between the start of the run (${createdAt.toISOString()}) and now (${now.toISOString()})`,
      ];
}
