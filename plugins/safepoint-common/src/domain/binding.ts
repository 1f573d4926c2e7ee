/** What a binding may entitle a project to. @public */
export const bindableOperations = [
  'backup',
  'drill',
  'restore',
  'deploy',
] as const;

/** @public */
export type BindableOperation = (typeof bindableOperations)[number];

/** Only a confirmed binding entitles. @public */
export type BindingStatus = 'proposed' | 'confirmed' | 'revoked';
