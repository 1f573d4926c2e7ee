import type {
  BindableOperation,
  BindingStatus,
} from '@safepoint/backstage-plugin-safepoint-common';

/** Which GitLab project may do what with an entity in an environment. Only a confirmed one entitles. */
export interface Binding {
  id: string;
  entityRef: string;
  environment: string;
  operations: BindableOperation[];
  issuer: string;
  projectId: string;
  namespaceId?: string;
  status: BindingStatus;
  /** `annotation`, `config rule`, or the user who confirmed it. */
  origin: string;
  decidedBy?: string;
  decidedAt?: Date;
  revision: number;
  createdAt: Date;
}
