import { SafepointError } from '@safepoint/engine';
import { createTwoFilesPatch } from 'diff';
import type { GitLabProject } from './GitLabProject';
import {
  fileNames,
  type FileChange,
  type OnboardingWishes,
} from './OnboardingPlan';
import { planOnboarding } from './planOnboarding';

/** What became of onboarding, for a person to read. */
export type OnboardingEnd =
  | { kind: 'shown'; diff: string; description: string }
  | { kind: 'opened'; mergeRequest: string };

/**
 * Opens the merge request that onboards a service, or only shows it. What is read and what is changed is
 * one commit. The branch comes with its commit in one request, so that a break leaves either nothing or a
 * branch that the next run finds.
 */
export async function onboardService(
  project: GitLabProject,
  wishes: OnboardingWishes,
  options: { branch: string; dryRun: boolean },
): Promise<OnboardingEnd> {
  const { branch } = options;
  const { defaultBranch, url } = await project.describe();
  await refuseWhereBegun(project, branch, url);
  const start = await project.findCommit(defaultBranch);
  if (!start) {
    throw new SafepointError({
      kind: 'config-invalid',
      message: `${url} has no commit on ${defaultBranch} yet.`,
    });
  }
  const [catalog, pipeline, safepoint] = await Promise.all(
    [fileNames.catalog, fileNames.pipeline, fileNames.safepoint].map(path =>
      project.readFile(path, start),
    ),
  );
  const plan = planOnboarding({ catalog, pipeline, safepoint }, wishes);
  if ('problems' in plan) {
    throw new SafepointError({
      kind: 'config-invalid',
      message: `${url} cannot be onboarded yet:\n  ${plan.problems.join(
        '\n  ',
      )}`,
    });
  }
  const { changes, title, description } = plan;
  if (options.dryRun) {
    return {
      kind: 'shown',
      diff: changes.map(formatDiff).join(''),
      description,
    };
  }
  await project.commit({ branch, start, message: title, changes });
  const mergeRequest = await project.openMergeRequest({
    branch,
    target: defaultBranch,
    title,
    description,
  });
  return { kind: 'opened', mergeRequest };
}

async function refuseWhereBegun(
  project: GitLabProject,
  branch: string,
  url: string,
): Promise<void> {
  const mergeRequest = await project.findMergeRequest(branch);
  if (mergeRequest) {
    throw new SafepointError({
      kind: 'config-exists',
      message: `There is a merge request already: ${mergeRequest}`,
    });
  }
  if (await project.findCommit(branch)) {
    throw new SafepointError({
      kind: 'config-exists',
      message: `There is a branch ${branch} already, without a merge request. Open one from it at ${url}/-/branches, or delete it and run this again.`,
    });
  }
}

function formatDiff({ path, before, after }: FileChange): string {
  return createTwoFilesPatch(
    before === undefined ? '/dev/null' : `a/${path}`,
    `b/${path}`,
    before ?? '',
    after,
  );
}
