import type { Pipeline } from '../state/types';

/** What a pipeline runs for. A merge request's pipeline runs for its source branch. */
export type RefType = 'branch' | 'tag' | 'merge_request';

type Ref = Pick<Pipeline, 'ref' | 'refType'>;

/** Set by gitlab-ci-local for every job, and by GitLab only where they are true. */
export const branchVariableName = 'CI_COMMIT_BRANCH';

/** GitLab's variables that tell branch, tag and merge request apart. */
export function refVariables({ ref, refType }: Ref): Record<string, string> {
  if (refType === 'tag') return { CI_COMMIT_TAG: ref };
  if (refType === 'branch') return { [branchVariableName]: ref };
  return {
    CI_MERGE_REQUEST_IID: '1',
    CI_MERGE_REQUEST_EVENT_TYPE: 'detached',
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: ref,
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
  };
}

/** The claims of an ID token that name the ref. */
export function refClaims({ ref, refType }: Ref): Record<string, string> {
  const ref_path =
    refType === 'merge_request'
      ? 'refs/merge-requests/1/head'
      : `refs/${refType === 'tag' ? 'tags' : 'heads'}/${ref}`;
  return { ref, ref_type: refType === 'tag' ? 'tag' : 'branch', ref_path };
}
