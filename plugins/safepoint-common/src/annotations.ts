/** Names the driver that saves and restores a data store, `postgres` for example. @public */
export const SAFEPOINT_DRIVER_ANNOTATION = 'safepoint.dev/driver';

/** Comma-separated environments that the entity runs in; without it, those that Safepoint has seen. @public */
export const SAFEPOINT_ENVIRONMENTS_ANNOTATION = 'safepoint.dev/environments';

/** Numeric id of the entity's GitLab project. @public */
export const GITLAB_PROJECT_ID_ANNOTATION = 'gitlab.com/project-id';

/** Path of the entity's GitLab project; resolved to its id once. @public */
export const GITLAB_PROJECT_SLUG_ANNOTATION = 'gitlab.com/project-slug';

/** Host of the entity's GitLab where there is more than one. @public */
export const GITLAB_INSTANCE_ANNOTATION = 'gitlab.com/instance';
