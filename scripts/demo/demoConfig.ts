/** What one run of the demo's portal is configured with. */
export interface DemoConfigInput {
  portalUrl: string;
  /** The catalog's entities, with the ids of this run's projects. */
  catalogFile: string;
  /** Where the platform keeps its policies; they are taken from nowhere else. */
  policiesFile: string;
  storageFolder: string;
  keys: {
    signingKeyFile: string;
    backendIdentityFile: string;
    escrowRecipient: string;
  };
  gitlab: {
    url: string;
    /** A secret. */
    token: string;
    recoveryProjectId: number;
    /** Projects in this namespace need nobody to confirm what they say of themselves. */
    serviceNamespaceId: number;
  };
}

/** The portal's configuration for one run of the demo, on top of app-config.yaml and app-config.demo.yaml. */
export function demoConfig(input: DemoConfigInput): object {
  return {
    app: { baseUrl: input.portalUrl },
    backend: {
      baseUrl: input.portalUrl,
      cors: { origin: input.portalUrl },
      // On loopback only: the demo's users have no password.
      listen: {
        host: '127.0.0.1',
        port: Number(new URL(input.portalUrl).port),
      },
    },
    catalog: {
      locations: [
        {
          type: 'file',
          target: input.catalogFile,
          rules: [
            { allow: ['Component', 'System', 'Resource', 'User', 'Group'] },
          ],
        },
        {
          type: 'file',
          target: input.policiesFile,
          rules: [{ allow: ['RecoveryPolicy'] }],
        },
      ],
    },
    safepoint: safepointConfig(input),
  };
}

function safepointConfig({
  policiesFile,
  storageFolder,
  keys,
  gitlab,
}: DemoConfigInput) {
  return {
    storage: { type: 'filesystem', root: storageFolder },
    signing: { privateKeyFile: keys.signingKeyFile },
    encryption: {
      backendIdentityFile: keys.backendIdentityFile,
      escrowRecipients: [keys.escrowRecipient],
    },
    gitlab: {
      issuers: [
        {
          url: gitlab.url,
          token: gitlab.token,
          recoveryProject: { id: gitlab.recoveryProjectId, ref: 'main' },
        },
      ],
      bindings: {
        rules: [
          {
            issuer: gitlab.url,
            namespaceId: String(gitlab.serviceNamespaceId),
            environments: ['production'],
            operations: ['backup', 'drill', 'deploy'],
          },
        ],
      },
    },
    policies: {
      locations: [{ type: 'file', target: policiesFile }],
      selectors: [{ match: { type: 'database' }, policy: 'harbour' }],
    },
    environments: { production: ['production'] },
    restores: { production: { approvals: 1 } },
  };
}
