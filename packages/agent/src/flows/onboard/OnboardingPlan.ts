/** A file as it is, where it is there, and as it shall be. */
export interface FileChange {
  path: string;
  before?: string;
  after: string;
}

/** What a service's repository says of it. */
export interface ServiceFiles {
  /** The catalog's entities of the service. */
  catalog?: string;
  /** The configuration of its pipelines. */
  pipeline?: string;
  /** Its `safepoint.yaml`, which is kept as it is. */
  safepoint?: string;
}

/** Names of the files, in a repository. */
export const fileNames = {
  catalog: 'catalog-info.yaml',
  pipeline: '.gitlab-ci.yml',
  safepoint: 'safepoint.yaml',
} as const;

/** What a person said, because it stands nowhere. */
export interface OnboardingWishes {
  environment: string;
  portalUrl: string;
  /** Only where several jobs deploy to the environment. */
  deployJob?: string;
  /** Only where the catalog file holds several components. */
  component?: string;
  componentVersion: string;
}

/** What a merge request is to hold; or everything that stands in the way. */
export type OnboardingPlan =
  | { problems: string[] }
  | { changes: FileChange[]; title: string; description: string };
