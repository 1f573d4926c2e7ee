// Generated from plugins/safepoint-backend/openapi.yaml by `yarn workspace @safepoint/backstage-plugin-safepoint-backend generate`. Do not edit.
export interface paths {
  '/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the portal can do its work; for an outside monitor. */
    get: operations['getHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The public keys that manifests and records are signed with, and the recipients that data is encrypted to. */
    get: operations['getKeys'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/entities/{namespace}/{kind}/{name}/recovery': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Everything the Recovery tab shows for one catalog entity. */
    get: operations['getEntityRecovery'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/entities/{namespace}/{kind}/{name}/policy': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Which policies hold for an entity and for the data stores it depends on, and why. */
    get: operations['explainEntityPolicy'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/entities/{namespace}/{kind}/{name}/posture': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The posture of a data store, of what a service depends on, or of the parts of a system. */
    get: operations['getEntityPosture'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/instances/{instanceId}/problems': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What is wrong with a store instance now, and what was until lately; the open ones first, each newest first. */
    get: operations['listProblems'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/problems/{problemId}/acknowledge': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Say that somebody has seen to it; nobody else is told of it then, unless it gets worse. */
    post: operations['acknowledgeProblem'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/instances/{instanceId}/retention-plan': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What of a store stays, what goes and when, each with its reasons, as it would be planned now. */
    get: operations['getRetentionPlan'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/recovery-points/{recoveryPointId}/holds': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Legal holds and pins of a recovery point, released ones too. */
    get: operations['listHolds'];
    put?: never;
    /** Keep a recovery point, under a legal hold until it is released or by a pin until its date. */
    post: operations['placeHold'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/holds/{holdId}/release': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Let a legal hold or a pin go; what nothing else keeps is planned to go, with its grace. */
    post: operations['releaseHold'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/instances/{instanceId}/recovery-points': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['listRecoveryPoints'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/recovery-points/{recoveryPointId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['getRecoveryPoint'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/recovery-points/{recoveryPointId}/restore-preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What a restore of this point would do and lose, before anybody asks for it. */
    get: operations['previewRestore'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/recovery-points/{recoveryPointId}/schema-change': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether and how the schema moved between this point and another one of the same store instance. */
    get: operations['compareSchemas'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/recovery-sets/{recoverySetId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['getRecoverySet'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/requests': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['listRequests'];
    put?: never;
    /** Ask for a backup now, a drill or a restore. A restore may wait for approvals first. */
    post: operations['createRequest'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/requests/{requestId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['getRequest'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/requests/{requestId}/decisions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Approve or reject. A requester never decides on their own request. */
    post: operations['decideRequest'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/deployments/{deploymentId}/mark-bad': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Say that this deployment has been damaging data since a moment; the last known good moves before it. */
    post: operations['markDeploymentBad'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/deployments/{deploymentId}/unmark-bad': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['unmarkDeploymentBad'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/instances/{instanceId}/identity/accept': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Accept that another store stands in the place of the known one. */
    post: operations['acceptIdentity'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/bindings/{bindingId}/confirm': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['confirmBinding'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/bindings/{bindingId}/revoke': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['revokeBinding'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/instances/{instanceId}/schedules/{kind}/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start no scheduled work of this kind until then. It ends by itself. */
    post: operations['pauseSchedule'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/instances/{instanceId}/schedules/{kind}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** End a pause. What became due meanwhile starts now. */
    post: operations['resumeSchedule'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/index/rebuild': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Rebuild the database from storage. Nothing that a user sees changes. */
    post: operations['rebuildIndex'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/webhooks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The endpoints that events are sent to, and how they are. */
    get: operations['listWebhookEndpoints'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/webhooks/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['listWebhookDeliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/webhooks/deliveries/{deliveryId}/redeliver': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send a dead letter again, under the same webhook-id. */
    post: operations['redeliverWebhook'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/automation/requests': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Start a backup or a drill as a service that the configuration names. */
    post: operations['createAutomationRequest'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/automation/requests/{requestId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What became of a request of one's own. */
    get: operations['getAutomationRequest'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/automation/recovery-points': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Record a recovery point that was made elsewhere. It is a claim, at L0 until it is proven. */
    post: operations['recordExternalRecoveryPoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/automation/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Tell of a deployment in the words of CDEvents. One that no gate knows of is recorded as a bypass. */
    post: operations['receiveCdEvent'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/agent/runs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Open a run. The bearer token is the job's GitLab ID token; it opens one run, a repeat needs the same secret. */
    post: operations['openRun'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/agent/runs/{runId}/heartbeat': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Renew the run's leases. 409 means that they are lost and that the agent must stop writing. */
    post: operations['heartbeatRun'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/agent/runs/{runId}/recovery-points/{recoveryPointId}/parts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Presigned requests for parts; each is bound to its length and content. */
    post: operations['signParts'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/agent/runs/{runId}/recovery-points/{recoveryPointId}/promotion': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The point from before the deployment that may become its baseline in place of this one, if nothing has changed since. */
    get: operations['findPromotable'];
    put?: never;
    /** Nothing has changed since the candidate; it is the baseline, and this point is not made. Safe to repeat. */
    post: operations['promoteRecoveryPoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/agent/runs/{runId}/recovery-points/{recoveryPointId}/complete': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** All parts are there; check them, complete the objects, write the runbook and, last, the signed manifest. Safe to repeat. */
    post: operations['completeRecoveryPoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/agent/runs/{runId}/recovery-points/{recoveryPointId}/fail': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** This point will not come to be; abort its uploads and record why. */
    post: operations['failRecoveryPoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/agent/runs/{runId}/recovery-points/{recoveryPointId}/open': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Release the file keys and signed reads of one recovery point to the one job that holds the lease of an approved restore or drill. */
    post: operations['openRecoveryPoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/agent/runs/{runId}/drill-result': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Submit what a drill saw. The backend judges the level from it. */
    post: operations['submitDrill'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/agent/runs/{runId}/restore-progress': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Report a step of a restore. The answer to `checked` says whether the switch-over may go on. */
    post: operations['reportRestoreProgress'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/agent/runs/{runId}/finish': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The run is over. For a pre-deploy run that succeeded the answer carries the receipt of the gate. */
    post: operations['finishRun'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/agent/gate/confirmations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Asked by the gate script inside the deploy job, with that job's own ID token. Plain text, for a POSIX shell. */
    post: operations['confirmGate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/agent/deployments/outcomes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The pipeline says how its deployment ended; the answer is what the person on call needs. */
    post: operations['reportDeploymentOutcome'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Ulid: string;
    /** @description Lower case hexadecimal. */
    Sha256: string;
    Environment: string;
    /** @description kind:namespace/name, in lower case. */
    EntityRef: string;
    /** @enum {string} */
    VerificationLevel: 'L0' | 'L1' | 'L2' | 'L3' | 'L4' | 'L5';
    /** @enum {string} */
    Trigger:
      | 'pre-deploy'
      | 'baseline'
      | 'scheduled'
      | 'manual'
      | 'pre-restore'
      | 'external';
    Error: {
      error: {
        name: string;
        message: string;
      };
    };
    Health: {
      /** @enum {string} */
      status: 'ok' | 'degraded';
      problems: string[];
      /** @description What is not set up; the portal does its work without it. */
      notes?: string[];
      /** @description What the portal does by itself, with the age of the last success of each. */
      tasks?: components['schemas']['TaskHealth'][];
    };
    /** @enum {string} */
    WebhookDeliveryStatus: 'pending' | 'delivered' | 'dead';
    WebhookEndpoint: {
      id: string;
      /** @description Of its address; the rest may be a secret and is not shown. */
      host: string;
      types: string[];
      environments?: string[];
      entities?: string[];
      /** @description Since its last success. */
      failures: number;
      /** Format: date-time */
      pausedUntil?: string;
      pending: number;
      dead: number;
    };
    WebhookDelivery: {
      id: components['schemas']['Ulid'];
      endpointId: string;
      eventId: string;
      type: string;
      subject?: string;
      entityRef?: string;
      environment?: string;
      status: components['schemas']['WebhookDeliveryStatus'];
      attempts: number;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      deadline: string;
      /** Format: date-time */
      nextAttemptAt?: string;
      /** Format: date-time */
      attemptedAt?: string;
      answerStatus?: number;
      problem?: string;
    };
    AutomationRequest: {
      id: string;
      /** @enum {string} */
      kind: 'backup' | 'drill';
      status: string;
      entityRef: string;
      environment: string;
      requestedBy: string;
      /** Format: date-time */
      requestedAt: string;
      /** Format: date-time */
      startedAt?: string;
      /** Format: date-time */
      finishedAt?: string;
      pipelineUrl?: string;
      level?: components['schemas']['VerificationLevel'];
      problem?: components['schemas']['Problem'];
    };
    ExternalClaim: {
      origin: string;
      location: string;
      /** Format: int64 */
      sizeBytes: number;
      sha256: components['schemas']['Sha256'];
      recordedBy: string;
    };
    RecordExternalPoint: {
      entityRef: components['schemas']['EntityRef'];
      environment: components['schemas']['Environment'];
      /**
       * Format: date-time
       * @description The moment of the state that it holds, not that of the upload.
       */
      stateAt: string;
      /** @description Who made it and how, as `Make, HubSpot export`. */
      origin: string;
      /** @description Where it is, as `s3://bucket/key`. No credentials, no signed address. */
      location: string;
      /** Format: int64 */
      sizeBytes: number;
      sha256: components['schemas']['Sha256'];
    };
    ExternalRecoveryPoint: {
      id: components['schemas']['Ulid'];
      entityRef: string;
      environment: string;
      trigger: components['schemas']['Trigger'];
      status: string;
      level: components['schemas']['VerificationLevel'];
      /** Format: date-time */
      stateAt: string;
      /** Format: date-time */
      createdAt: string;
      external: components['schemas']['ExternalClaim'];
    };
    /** @description A CloudEvent in structured mode whose data is the CDEvent. */
    IncomingCloudEvent: {
      /** @enum {string} */
      specversion: '1.0';
      id: string;
      source: string;
      type: string;
      subject?: string;
      /** Format: date-time */
      time?: string;
      data: {
        [key: string]: unknown;
      };
    };
    PublicKeys: {
      /** @description A JWK Set of Ed25519 public keys. */
      signing: {
        [key: string]: unknown;
      };
      recipients: {
        /** @enum {string} */
        role: 'escrow' | 'backend';
        recipient: string;
      }[];
    };
    Problem: {
      /** @description A stable name of the error. */
      kind: string;
      /** @description What happened and what to do next. Never a secret. */
      message: string;
    };
    /** @description A piece of a sentence, with the value that it stands for where it stands for one. The texts of all pieces, joined, are the sentence. */
    PhrasePart: {
      text: string;
      /** Format: date-time */
      moment?: string;
      seconds?: number;
      /**
       * Format: date-time
       * @description The seconds are what has passed since then.
       */
      ageSince?: string;
      recoveryPointId?: components['schemas']['Ulid'];
      deploymentId?: string;
    };
    Reason: {
      code: string;
      /** @enum {string} */
      severity: 'ok' | 'info' | 'warning' | 'critical';
      message: string;
      phrase?: components['schemas']['PhrasePart'][];
      /** Format: date-time */
      since?: string;
    };
    /** @description Target beside achieved, in seconds. `achieved` is absent when there is nothing to measure. */
    Objective: {
      targetSeconds: number;
      achievedSeconds?: number;
      met: boolean;
    };
    Posture: {
      /** @enum {string} */
      verdict: 'protected' | 'at-risk' | 'unknown' | 'unprotected' | 'never';
      reasons: components['schemas']['Reason'][];
      rpo: components['schemas']['Objective'];
      rto: components['schemas']['Objective'];
      verified: components['schemas']['Objective'];
      verifiedLevel?: components['schemas']['VerificationLevel'];
      /** Format: date-time */
      verifiedAt?: string;
      verifiedRecoveryPointId?: components['schemas']['Ulid'];
      /**
       * Format: date-time
       * @description The moment of the state that RPO counts from.
       */
      newestStateAt?: string;
      /**
       * Format: date-time
       * @description When time alone changes any reason; until then only ages grow.
       */
      changesAt?: string;
      /** Format: date-time */
      evaluatedAt?: string;
    };
    LastKnownGood: {
      recoveryPointId?: components['schemas']['Ulid'];
      /** Format: date-time */
      stateAt?: string;
      reason: string;
      /** @description The reason in its pieces. */
      phrase?: components['schemas']['PhrasePart'][];
    };
    StoreInstance: {
      id: string;
      entityRef: components['schemas']['EntityRef'];
      title?: string;
      environment: components['schemas']['Environment'];
      driver: string;
      /** @description Whether restores of or into it need a second person. */
      production: boolean;
      identity?: {
        [key: string]: string;
      };
      /** @enum {string} */
      identityStatus?: 'unknown' | 'accepted' | 'changed';
      /** @description Of status `changed`, what was found in the place of the identity. */
      changedIdentity?: {
        [key: string]: string;
      };
    };
    StoredObject: {
      /** @description data.header, data.payload, RUNBOOK.md or manifest.json */
      name: string;
      key: string;
      /** @description s3://bucket/key or a file path, for whoever restores by hand. */
      location?: string;
      /** Format: int64 */
      sizeBytes: number;
      sha256: components['schemas']['Sha256'];
      versionId?: string;
    };
    UnusualWarning: {
      /** @enum {string} */
      code:
        | 'size'
        | 'rows'
        | 'table-gone'
        | 'table-empty'
        | 'duration'
        | 'compressibility';
      message: string;
      table?: string;
      value: number;
      /** @description What the points before it say is in the middle. */
      usual: number;
      /** @description Below that it is unusual. */
      low: number;
      /** @description Above that it is unusual. */
      high: number;
    };
    RecoveryPoint: {
      id: components['schemas']['Ulid'];
      instanceId: string;
      entityRef: components['schemas']['EntityRef'];
      environment: components['schemas']['Environment'];
      trigger: components['schemas']['Trigger'];
      /** @enum {string} */
      status:
        | 'pending'
        | 'running'
        | 'completing'
        | 'available'
        | 'failed'
        | 'lost'
        | 'missing'
        | 'corrupt'
        | 'hidden'
        | 'expired'
        | 'deleted';
      external?: components['schemas']['ExternalClaim'];
      /**
       * Format: date-time
       * @description The moment of the state that it holds.
       */
      stateAt?: string;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      completedAt?: string;
      /**
       * Format: int64
       * @description Size of the dump before compression.
       */
      sourceBytes?: number;
      /** Format: int64 */
      storedBytes?: number;
      /** Format: int64 */
      rows?: number;
      tables?: number;
      engineVersion?: string;
      schemaSha256?: components['schemas']['Sha256'];
      level: components['schemas']['VerificationLevel'];
      /** Format: date-time */
      verifiedAt?: string;
      deploymentId?: components['schemas']['Ulid'];
      /** @description The recovery set that it was taken in; none if it was taken alone. */
      setId?: string;
      /** @description The successful deployment whose baseline it became, because nothing had changed since. */
      baselineOf?: string;
      /**
       * Format: date-time
       * @description Until then the store had still the state of this point.
       */
      unchangedAt?: string;
      commit?: string;
      pipelineUrl?: string;
      problem?: components['schemas']['Problem'];
      quarantined?: boolean;
      /**
       * @description Where it comes from, if no run of this portal made it; found in storage.
       * @enum {string}
       */
      origin?: 'found';
      /** @description What of it is far from the points of the same store before it; none if nothing is. */
      unusual?: components['schemas']['UnusualWarning'][];
      /**
       * Format: date-time
       * @description When retention decided that it goes.
       */
      expiredAt?: string;
      /**
       * Format: date-time
       * @description Until then that can be taken back.
       */
      deleteAfter?: string;
      /** Format: date-time */
      deletionStartedAt?: string;
      /** Format: date-time */
      deletedAt?: string;
      /**
       * Format: date-time
       * @description Until then the storage lets nobody delete it.
       */
      lockedUntil?: string;
      /** @description Under a legal hold. */
      held?: boolean;
      /** Format: date-time */
      pinnedUntil?: string;
    };
    /** @enum {string} */
    HoldKind: 'legal-hold' | 'pin';
    PlaceHold: {
      kind: components['schemas']['HoldKind'];
      reason: string;
      /**
       * Format: date-time
       * @description Of a pin, at most ten years from now.
       */
      until?: string;
    };
    Hold: {
      id: components['schemas']['Ulid'];
      kind: components['schemas']['HoldKind'];
      recoveryPointId: components['schemas']['Ulid'];
      reason: string;
      /** Format: date-time */
      until?: string;
      placedBy: string;
      /** Format: date-time */
      placedAt: string;
      releasedBy?: string;
      /** Format: date-time */
      releasedAt?: string;
      releaseReason?: string;
      /**
       * @description Who keeps the stored objects from being deleted: `storage` holds them itself, `portal` where the storage
       *     cannot; `pending` until the storage has been told, `lifted` after the release.
       * @enum {string}
       */
      enforcement: 'pending' | 'storage' | 'portal' | 'lifted';
    };
    RetentionPlan: {
      instanceId: string;
      entityRef: components['schemas']['EntityRef'];
      environment: components['schemas']['Environment'];
      /** Format: date-time */
      plannedAt: string;
      graceSeconds: number;
      /** @description False where the portal plans and deletes nothing. */
      deletes: boolean;
      /** @description Whether the caller may place and release holds here. */
      mayHold: boolean;
      /** @description Why nothing is decided; then everything is kept. */
      undecided?: string;
      policy?: string;
      rules?: {
        last: number;
        daily: number;
        weekly: number;
        monthly: number;
        yearly: number;
        pinDeploymentsSeconds: number;
        immutableForSeconds: number;
      };
      /** @description Newest first. */
      items: components['schemas']['RetentionDecision'][];
    };
    RetentionDecision: {
      point: components['schemas']['RecoveryPoint'];
      keep: boolean;
      reasons: components['schemas']['RetentionReason'][];
      /**
       * Format: date-time
       * @description Of one that is kept, when time alone frees it; absent if time alone never does.
       */
      deletableFrom?: string;
      /**
       * Format: date-time
       * @description Of one that goes, the earliest moment of its deletion.
       */
      deleteAfter?: string;
    };
    RetentionReason: {
      /** @description Stable, kebab-case. */
      code: string;
      message: string;
      phrase: components['schemas']['PhrasePart'][];
      /** Format: date-time */
      until?: string;
    };
    /** @description Recovery points that one run took together. */
    RecoverySet: {
      id: components['schemas']['Ulid'];
      entityRef: components['schemas']['EntityRef'];
      environment: components['schemas']['Environment'];
      /**
       * @description incomplete: it is no set; its points are points on their own
       * @enum {string}
       */
      status: 'taking' | 'complete' | 'incomplete';
      trigger: components['schemas']['Trigger'];
      deploymentId?: components['schemas']['Ulid'];
      /** @description What lies between the earliest and the latest state, by the clocks of the stores. */
      skewSeconds?: number;
      /** Format: date-time */
      stateFrom?: string;
      /** Format: date-time */
      stateTo?: string;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      finishedAt?: string;
      problem?: components['schemas']['Problem'];
      /** @description Those of stores that the caller may see. */
      points: {
        recoveryPointId: components['schemas']['Ulid'];
        entityRef: components['schemas']['EntityRef'];
        status: string;
        /** Format: date-time */
        stateAt?: string;
      }[];
      hiddenPoints: number;
      /** @description Of a complete set, in which order its stores are restored one after the other; of those that the caller may see. */
      restoreOrder?: {
        /** @description Empty where none can come first; the reasons say why. */
        entityRefs: components['schemas']['EntityRef'][];
        reasons: string[];
      };
    };
    /** @description Whether and how the schema moved from an earlier recovery point to a later one. */
    SchemaChange: {
      from: components['schemas']['Ulid'];
      to: components['schemas']['Ulid'];
      /**
       * @description unknown: the digests cannot be compared; the reason says why
       * @enum {string}
       */
      change: 'same' | 'moved' | 'unknown';
      reason: string;
      tablesAdded: string[];
      tablesRemoved: string[];
    };
    RecoveryPointDetail: components['schemas']['RecoveryPoint'] & {
      set?: components['schemas']['RecoverySet'];
      schemaChange?: components['schemas']['SchemaChange'];
      objects: components['schemas']['StoredObject'][];
      drills: components['schemas']['Drill'][];
    };
    OpenProblem: {
      id: components['schemas']['Ulid'];
      code: string;
      /** @enum {string} */
      source: 'posture' | 'schedule' | 'retention' | 'scrub' | 'integration';
      /** @enum {string} */
      severity: 'low' | 'normal' | 'high' | 'critical';
      title: string;
      text: string;
      link?: string;
      /** Format: date-time */
      since: string;
      /** Format: date-time */
      openedAt: string;
      /** Format: date-time */
      resolvedAt?: string;
      /**
       * Format: date-time
       * @description When people were first told of it.
       */
      toldAt?: string;
      /** Format: date-time */
      acknowledgedAt?: string;
      acknowledgedBy?: string;
      /** @description Whether whoever asks may acknowledge it. */
      mayAcknowledge: boolean;
    };
    Deployment: {
      id: components['schemas']['Ulid'];
      entityRef: components['schemas']['EntityRef'];
      environment: components['schemas']['Environment'];
      /** @enum {string} */
      status: 'gated' | 'running' | 'succeeded' | 'failed' | 'abandoned';
      /**
       * @description stage: held by stage order; strict: the deploy job confirmed its receipt; off, break-glass: let through without a recovery point; skipped: the same by wish, since nothing changed that touches data; direct: gated without the portal; none: a bypass
       * @enum {string}
       */
      gate:
        | 'stage'
        | 'strict'
        | 'off'
        | 'skipped'
        | 'break-glass'
        | 'direct'
        | 'none';
      ground?: components['schemas']['GateGround'];
      /** @description Why the gate decided as it did. */
      gateReasons?: string[];
      breakGlass?: {
        /** @description Words of a person; show them as text. */
        reason: string;
        /** @description GitLab's user who ran the job. */
        by?: string;
      };
      /** Format: date-time */
      gatedAt: string;
      /** Format: date-time */
      startedAt?: string;
      /** Format: date-time */
      finishedAt?: string;
      commit?: string;
      ref?: string;
      pipelineUrl?: string;
      jobUrl?: string;
      recoveryPointIds?: components['schemas']['Ulid'][];
      markedBad?: {
        /** Format: date-time */
        since: string;
        by: components['schemas']['EntityRef'];
        /** Format: date-time */
        at: string;
        reason: string;
      };
    };
    /** @description One check of a drill with what it expected and what it saw. */
    Check: {
      name: string;
      passed: boolean;
      expected?: string;
      actual?: string;
    };
    /** @description Measured seconds of each phase that took place. */
    Phases: {
      [key: string]: number;
    };
    Drill: {
      id: components['schemas']['Ulid'];
      recoveryPointId: components['schemas']['Ulid'];
      /** Format: date-time */
      startedAt: string;
      /** Format: date-time */
      finishedAt?: string;
      /** @enum {string} */
      outcome: 'passed' | 'failed';
      level: components['schemas']['VerificationLevel'];
      checks: components['schemas']['Check'][];
      phases: components['schemas']['Phases'];
      pipelineUrl?: string;
      problem?: components['schemas']['Problem'];
    };
    Binding: {
      id: components['schemas']['Ulid'];
      entityRef: components['schemas']['EntityRef'];
      environment: components['schemas']['Environment'];
      operations: ('backup' | 'drill' | 'restore' | 'deploy')[];
      issuer: string;
      projectId: string;
      namespaceId?: string;
      /** @enum {string} */
      status: 'proposed' | 'confirmed' | 'revoked';
      /** @description annotation, config rule, or the user who confirmed it */
      origin: string;
    };
    /** @description When a work of an instance is done by itself. */
    Schedule: {
      /** @enum {string} */
      kind: 'backup' | 'drill';
      /** @description Five fields. */
      cron: string;
      /** @description IANA name. */
      timezone: string;
      /**
       * Format: date-time
       * @description The slot and the jitter of the instance; in the past if it waits.
       */
      nextAt: string;
      /** Format: date-time */
      slot: string;
      /** @description Why its turn is later than the schedule says. */
      delay?: {
        /** @enum {string} */
        because:
          | 'paused'
          | 'maintenance'
          | 'catch-up'
          | 'under-way'
          | 'store-busy'
          | 'project-full'
          | 'no-recovery-project'
          | 'nothing-to-drill';
        reason: string;
      };
      /** @description What is wrong with it and what to do. */
      problem?: string;
      pause?: {
        /** Format: date-time */
        until: string;
        reason: string;
        by: components['schemas']['EntityRef'];
      };
      /** @description The newest request that it made. */
      last?: {
        requestId: string;
        /** Format: date-time */
        slot: string;
        /** Format: date-time */
        startedAt: string;
        /** @enum {string} */
        status:
          | 'awaiting-approval'
          | 'approved'
          | 'triggering'
          | 'triggered'
          | 'running'
          | 'succeeded'
          | 'failed'
          | 'rejected'
          | 'expired';
      };
    };
    Schedules: {
      items: components['schemas']['Schedule'][];
    };
    PauseSchedule: {
      /** Format: date-time */
      until: string;
      reason: string;
    };
    Decision: {
      by: components['schemas']['EntityRef'];
      /** Format: date-time */
      at: string;
      /** @enum {string} */
      decision: 'approve' | 'reject';
      comment?: string;
    };
    CreateRequest: {
      /** @enum {string} */
      kind: 'backup' | 'drill' | 'restore';
      instanceId: string;
      recoveryPointId?: components['schemas']['Ulid'];
      targetEnvironment?: components['schemas']['Environment'];
      /** @description Required for a restore. */
      reason?: string;
    };
    Request: {
      /** @description Unguessable; also the name of the pipeline that executes it. */
      id: string;
      /** @enum {string} */
      kind: 'backup' | 'drill' | 'restore';
      instanceId: string;
      entityRef: components['schemas']['EntityRef'];
      environment: components['schemas']['Environment'];
      targetEnvironment?: components['schemas']['Environment'];
      recoveryPointId?: components['schemas']['Ulid'];
      /** @enum {string} */
      status:
        | 'awaiting-approval'
        | 'approved'
        | 'triggering'
        | 'triggered'
        | 'running'
        | 'succeeded'
        | 'failed'
        | 'rejected'
        | 'expired';
      reason?: string;
      requestedBy: components['schemas']['EntityRef'];
      /** Format: date-time */
      requestedAt: string;
      approvalsNeeded: number;
      decisions: components['schemas']['Decision'][];
      pipelineUrl?: string;
      /** Format: date-time */
      startedAt?: string;
      /** Format: date-time */
      finishedAt?: string;
      phases?: components['schemas']['Phases'];
      level?: components['schemas']['VerificationLevel'];
      /** @description Where the old store is kept, the way back. */
      kept?: string;
      problem?: components['schemas']['Problem'];
      /** @description Whether the caller may approve or reject it now. */
      mayDecide?: boolean;
    };
    RestorePreview: {
      recoveryPoint: components['schemas']['RecoveryPoint'];
      approvalsNeeded: number;
      /** @enum {string} */
      switchKind: 'atomic' | 'journalled' | 'overwrite';
      switchDescription: string;
      /** @description Everything written since the state of the point would be lost. */
      dataAtStakeSeconds: number;
      deploymentsSince: components['schemas']['Deployment'][];
      /** @description Every service that depends on this store. */
      sharedWith: components['schemas']['EntityRef'][];
      /** @description What the last verified restore took. */
      expectedSeconds?: number;
      schemaChange?: components['schemas']['SchemaChange'];
      set?: components['schemas']['RecoverySet'];
      warnings: string[];
      /** @description The warnings in their pieces, in the same order. */
      warningPhrases?: components['schemas']['PhrasePart'][][];
    };
    InstanceRecovery: {
      instance: components['schemas']['StoreInstance'];
      posture: components['schemas']['Posture'];
      lastKnownGood: components['schemas']['LastKnownGood'];
      /** @description The newest 20. */
      recoveryPoints: components['schemas']['RecoveryPoint'][];
      nextCursor?: string;
      requests: components['schemas']['Request'][];
      bindings: components['schemas']['Binding'][];
      schedules?: components['schemas']['Schedule'][];
      /** @description What the caller may do, so that the page offers nothing that would be refused. */
      may: {
        backup: boolean;
        drill: boolean;
        restore: boolean;
        manageBindings: boolean;
        pauseSchedules?: boolean;
      };
    };
    EnvironmentRecovery: {
      environment: components['schemas']['Environment'];
      production: boolean;
      /** @enum {string} */
      verdict: 'protected' | 'at-risk' | 'unknown' | 'unprotected' | 'never';
      instances: components['schemas']['InstanceRecovery'][];
      gate?: components['schemas']['ServiceGate'];
      deployments: components['schemas']['Deployment'][];
      mayMark: boolean;
    };
    EntityRecovery: {
      entityRef: components['schemas']['EntityRef'];
      /** Format: date-time */
      asOf: string;
      environments: components['schemas']['EnvironmentRecovery'][];
      /** @description Data stores that the entity depends on and for which nothing was ever recorded. Never is a state of its own. */
      uncovered: components['schemas']['EntityRef'][];
      standstill?: components['schemas']['Standstill'];
    };
    /** @description What the portal should do by itself and has stopped doing; nothing that rests on it is to be trusted. */
    Standstill: {
      /** Format: date-time */
      since: string;
      tasks: components['schemas']['TaskHealth'][];
    };
    TaskHealth: {
      task: string;
      /**
       * Format: date-time
       * @description Of its last success; of its beginning if it never had one.
       */
      since: string;
      ageSeconds?: number;
      /** @description It stands still when it is older. */
      boundSeconds: number;
    };
    EntityPolicy: {
      entityRef: components['schemas']['EntityRef'];
      items: components['schemas']['ExplainedPolicy'][];
    };
    /** @description The rules of one entity in one environment, and where each comes from. */
    ExplainedPolicy: {
      entityRef: components['schemas']['EntityRef'];
      environment: string;
      production: boolean;
      /** @description Of the RecoveryPolicy that sets the floor; default where none applies. */
      name: string;
      /** @description Of the policy that the entity's annotation names, where it made a rule stronger. */
      strengthenedBy?: string;
      /** @description Why this policy sets the floor. */
      floor: string;
      explanation: {
        rule: string;
        value: string;
        /** @enum {string} */
        from: 'default' | 'app-config' | 'policy' | 'annotation';
        reason: string;
      }[];
      /** @description What the annotation's policy says and does not get. */
      ignored: {
        rule: string;
        value: string;
        reason: string;
      }[];
      /** @description What is wrong and must be put right. */
      problems: string[];
    };
    EntityPosture: {
      entityRef: components['schemas']['EntityRef'];
      /** Format: date-time */
      asOf: string;
      environments: components['schemas']['EnvironmentPosture'][];
      uncovered: components['schemas']['EntityRef'][];
      standstill?: components['schemas']['Standstill'];
    };
    EnvironmentPosture: {
      environment: components['schemas']['Environment'];
      production: boolean;
      /** @enum {string} */
      verdict: 'protected' | 'at-risk' | 'unknown' | 'unprotected' | 'never';
      /** @description The worst first; each begins with the name of its data store. */
      reasons: (components['schemas']['Reason'] & {
        entityRef: components['schemas']['EntityRef'];
      })[];
      /** Format: date-time */
      changesAt?: string;
      stores: {
        instanceId: string;
        entityRef: components['schemas']['EntityRef'];
        posture: components['schemas']['Posture'];
        /** @description Which parts of a system depend on it; empty of what is asked for itself. */
        through: components['schemas']['EntityRef'][];
      }[];
    };
    RebuildReport: {
      manifests: number;
      records: number;
      problems: {
        key: string;
        message: string;
      }[];
    };
    OpenRun: {
      /** @description At least 32 random bytes, base64url. Allows this opening to be repeated after a lost answer. */
      secret: string;
      /** @enum {string} */
      operation: 'backup' | 'drill' | 'request';
      /**
       * @description For `backup` only.
       * @enum {string}
       */
      trigger?: 'pre-deploy' | 'baseline' | 'manual' | 'scheduled';
      environment?: components['schemas']['Environment'];
      /** @description For `drill`, the environment whose recovery point is restored; the job has one of its own. */
      sourceEnvironment?: components['schemas']['Environment'];
      component?: components['schemas']['EntityRef'];
      stores?: components['schemas']['EntityRef'][];
      /** @description For `request`. */
      requestId?: string;
      recoveryPointId?: components['schemas']['Ulid'];
      /** @description For `pre-deploy` only. Why this deployment goes without a recovery point; where the policy allows it. */
      breakGlass?: string;
      /** @description For `pre-deploy` only. The pipeline's rule by which nothing changed that touches data; the policy decides whether the gate then saves all the same. */
      unchanged?: string;
      /** @description What the pipeline calls this job; the gate names it to whoever must run it again. */
      jobName?: string;
      /** Format: date-time */
      clientTime: string;
      agentVersion: string;
    };
    BackupPlan: {
      instanceId: string;
      entityRef: components['schemas']['EntityRef'];
      environment: components['schemas']['Environment'];
      driver: string;
      recoveryPointId: components['schemas']['Ulid'];
      leaseTicket: number;
      recipients: string[];
      partSizeBytes: number;
      maxPartsInFlight: number;
    };
    /** @description The recovery point to restore, for a drill or a restore. */
    ProofPlan: {
      instanceId: string;
      entityRef: components['schemas']['EntityRef'];
      environment: components['schemas']['Environment'];
      targetEnvironment?: components['schemas']['Environment'];
      driver: string;
      recoveryPointId: components['schemas']['Ulid'];
      /** @description The signed manifest, exactly as stored. */
      manifest: {
        [key: string]: unknown;
      };
      /** @description JWK Set to check it with. */
      signingKeys?: {
        [key: string]: unknown;
      };
      leaseTicket: number;
      level?: components['schemas']['VerificationLevel'];
    };
    RunPlan: {
      runId: components['schemas']['Ulid'];
      runToken: string;
      /** @enum {string} */
      operation: 'backup' | 'drill' | 'restore';
      trigger?: components['schemas']['Trigger'];
      /** Format: date-time */
      serverTime: string;
      /** Format: date-time */
      leaseExpiresAt: string;
      heartbeatIntervalSeconds: number;
      deploymentId?: components['schemas']['Ulid'];
      gate?: components['schemas']['GatePlan'];
      backups?: components['schemas']['BackupPlan'][];
      drill?: components['schemas']['ProofPlan'];
      restore?: components['schemas']['ProofPlan'];
    };
    PartDigest: {
      number: number;
      sizeBytes: number;
      /** @description Base64, as in Content-MD5. */
      md5: string;
      sha256: components['schemas']['Sha256'];
    };
    SignedPart: {
      number: number;
      /** @enum {string} */
      method: 'PUT';
      url: string;
      headers: {
        [key: string]: string;
      };
      /** Format: date-time */
      expiresAt: string;
    };
    DraftObject: {
      name: string;
      /** @description The age header, base64; the backend stores it as <name>.header. */
      header: string;
      payload: {
        /** Format: int64 */
        sizeBytes: number;
        sha256: components['schemas']['Sha256'];
        parts: components['schemas']['PartDigest'][];
      };
      plaintext: {
        /** Format: int64 */
        sizeBytes: number;
        /** @description What the plain bytes are, e.g. pg_dump-custom. */
        format: string;
      };
    };
    TableFingerprint: {
      /** @description Quoted as SQL identifiers where needed: schema.table. */
      name: string;
      /** Format: int64 */
      rows: number;
      /** @description Order-independent hash of the rows. */
      hash: string;
      /** Format: int64 */
      bytes?: number;
    };
    Fingerprint: {
      algorithm: string;
      schemaSha256: components['schemas']['Sha256'];
      tables: components['schemas']['TableFingerprint'][];
    };
    EngineFacts: {
      name: string;
      version: string;
      toolVersion?: string;
      extensions?: {
        name: string;
        version: string;
      }[];
    };
    RecoveryPointDraft: {
      leaseTicket: number;
      /** Format: date-time */
      stateAt: string;
      /** Format: date-time */
      startedAt: string;
      identity: {
        [key: string]: string;
      };
      engine: components['schemas']['EngineFacts'];
      fingerprint: components['schemas']['Fingerprint'];
      objects: components['schemas']['DraftObject'][];
      phases: components['schemas']['Phases'];
      changeMarker?: components['schemas']['ChangeMarker'];
    };
    Promotable: {
      /** @description Why there is no candidate. */
      reason?: string;
      candidate?: {
        recoveryPointId: components['schemas']['Ulid'];
        /** Format: date-time */
        stateAt: string;
        changeMarker: components['schemas']['ChangeMarker'];
      };
    };
    /** @description What the driver needs to know later whether anything has changed since. Nothing secret. */
    ChangeMarker: {
      [key: string]: string;
    };
    OpenedObject: {
      name: string;
      /** @description The age header, base64. */
      header: string;
      /** @description The unwrapped file key of this object, base64. For this job only; never written anywhere. */
      fileKey: string;
      payload: {
        url: string;
        headers: {
          [key: string]: string;
        };
        /** Format: int64 */
        sizeBytes: number;
        sha256: components['schemas']['Sha256'];
        /** Format: date-time */
        expiresAt: string;
      };
    };
    Assertion: {
      name: string;
      passed: boolean;
      expected?: string;
      actual?: string;
    };
    ProofSubmission: {
      /** Format: date-time */
      startedAt: string;
      /** @description What was read from storage. */
      payloads: {
        name: string;
        /** Format: int64 */
        sizeBytes: number;
        sha256: components['schemas']['Sha256'];
      }[];
      /** @description Restored without error. */
      restored: boolean;
      fingerprint?: components['schemas']['Fingerprint'];
      engine?: components['schemas']['EngineFacts'];
      assertions?: components['schemas']['Assertion'][];
      phases: components['schemas']['Phases'];
      problem?: components['schemas']['Problem'];
    };
    /**
     * @description What a deployment goes on: fresh or reused recovery points, or none
     * @enum {string}
     */
    GateGround: 'fresh' | 'reuse' | 'off' | 'skipped' | 'break-glass';
    /** @description What the gate decided for a pre-deploy run, with its reasons for the job's log. */
    GatePlan: {
      ground: components['schemas']['GateGround'];
      reasons: string[];
      /** @description The recovery points that are used again; there is nothing to back up then. */
      reused?: {
        entityRef: components['schemas']['EntityRef'];
        recoveryPointId: components['schemas']['Ulid'];
        /** Format: date-time */
        stateAt: string;
        level: components['schemas']['VerificationLevel'];
      }[];
    };
    /** @description Which gate the service has in this environment, by what its last deployment showed. */
    ServiceGate: {
      /** @enum {string} */
      kind: 'easy' | 'strict' | 'off' | 'bypass' | 'unknown';
      /** @enum {string} */
      mode: 'required' | 'reuse' | 'off';
      reason: string;
      deploymentId?: components['schemas']['Ulid'];
    };
    Receipt: {
      /** @description Good only together with a job token of the same project, pipeline and environment. */
      token: string;
      deploymentId: components['schemas']['Ulid'];
      /** Format: date-time */
      expiresAt: string;
      ground?: components['schemas']['GateGround'];
      reasons?: string[];
    };
    OutcomeReport: {
      deployment: components['schemas']['Deployment'];
      stores: {
        entityRef: components['schemas']['EntityRef'];
        environment: components['schemas']['Environment'];
        lastKnownGood: components['schemas']['LastKnownGood'];
        dataAtStakeSeconds?: number;
        dataAtStake?: components['schemas']['DataAtStake'];
        /** @description What the portal did by itself; only after a failure. */
        response?: {
          /** @enum {string} */
          action: 'report' | 'request' | 'restore';
          reason: string;
          requestId?: string;
          status?: string;
          approvalsNeeded?: number;
        };
        /** @description Opens the restore wizard with everything filled in. */
        restoreUrl?: string;
      }[];
    };
    /** @description What is known of what was written since the state that would be restored. */
    DataAtStake: {
      /** Format: date-time */
      since: string;
      seconds: number;
      /** @description The newest recovery point since; what was written after it is not counted. None means that nothing is known but the time. */
      comparedWith?: string;
      /** Format: date-time */
      comparedAt?: string;
      /** @description Tables that differ between the two points. */
      tables: {
        name: string;
        /**
         * Format: int64
         * @description None if there was no such table.
         */
        rowsThen?: number;
        /**
         * Format: int64
         * @description None if there is no such table any more.
         */
        rowsSince?: number;
      }[];
      /** @description Deployments since, of every service that shares the store, the failed one included. */
      deployments: components['schemas']['Deployment'][];
    };
  };
  responses: {
    /** @description Backstage's error envelope. */
    Error: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
  };
  parameters: {
    /** @description The same call again, under the same key, is the same request. Kept for 30 days. */
    idempotencyKey: string;
    instanceId: string;
    scheduledWork: 'backup' | 'drill';
    recoveryPointId: components['schemas']['Ulid'];
    requestId: string;
    deploymentId: components['schemas']['Ulid'];
    bindingId: components['schemas']['Ulid'];
    runId: components['schemas']['Ulid'];
  };
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  getHealth: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Healthy. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
      /** @description Something is wrong; the body says what. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
    };
  };
  getKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Public keys. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PublicKeys'];
        };
      };
    };
  };
  getEntityRecovery: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        namespace: string;
        kind: string;
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Recovery of the entity and of the data stores it depends on. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EntityRecovery'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  explainEntityPolicy: {
    parameters: {
      query?: {
        /** @description Only this one, whether anything was recorded in it or not. */
        environment?: string;
      };
      header?: never;
      path: {
        namespace: string;
        kind: string;
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The rules, environment by environment. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EntityPolicy'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  getEntityPosture: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        namespace: string;
        kind: string;
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Verdicts with reasons that name the data stores. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EntityPosture'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  listProblems: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        instanceId: components['parameters']['instanceId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What is open and what was resolved in the last seven days. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['OpenProblem'][];
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  acknowledgeProblem: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        problemId: components['schemas']['Ulid'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The problem as it is then. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OpenProblem'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  getRetentionPlan: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        instanceId: components['parameters']['instanceId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The plan; looking at it changes nothing. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RetentionPlan'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  listHolds: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        recoveryPointId: components['parameters']['recoveryPointId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Oldest first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Hold'][];
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  placeHold: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        recoveryPointId: components['parameters']['recoveryPointId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PlaceHold'];
      };
    };
    responses: {
      /** @description It is kept from now on. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Hold'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  releaseHold: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        holdId: components['schemas']['Ulid'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
        };
      };
    };
    responses: {
      /** @description The released hold. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Hold'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  listRecoveryPoints: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The `nextCursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path: {
        instanceId: components['parameters']['instanceId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Newest first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['RecoveryPoint'][];
            nextCursor?: string;
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  getRecoveryPoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        recoveryPointId: components['parameters']['recoveryPointId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The recovery point with its stored objects and drills. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RecoveryPointDetail'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  previewRestore: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        recoveryPointId: components['parameters']['recoveryPointId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The preview. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RestorePreview'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  compareSchemas: {
    parameters: {
      query?: {
        /** @description The other point. Default is the newest one, which stands for now. */
        with?: components['schemas']['Ulid'];
      };
      header?: never;
      path: {
        recoveryPointId: components['parameters']['recoveryPointId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description From the earlier to the later of the two. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SchemaChange'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  getRecoverySet: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        recoverySetId: components['schemas']['Ulid'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The set, with those of its points whose store the caller may see. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RecoverySet'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  listRequests: {
    parameters: {
      query: {
        instanceId: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Newest first, at most 50. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['Request'][];
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  createRequest: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateRequest'];
      };
    };
    responses: {
      /** @description The request as recorded. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Request'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  getRequest: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        requestId: components['parameters']['requestId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The request. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Request'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  decideRequest: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        requestId: components['parameters']['requestId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          decision: 'approve' | 'reject';
          comment?: string;
        };
      };
    };
    responses: {
      /** @description The request after the decision. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Request'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  markDeploymentBad: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        deploymentId: components['parameters']['deploymentId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /**
           * Format: date-time
           * @description Default is the start of the deployment. Not later than now.
           */
          since?: string;
          reason: string;
        };
      };
    };
    responses: {
      /** @description The deployment. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Deployment'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  unmarkDeploymentBad: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        deploymentId: components['parameters']['deploymentId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
        };
      };
    };
    responses: {
      /** @description The deployment. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Deployment'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  acceptIdentity: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        instanceId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description The one that is accepted, as `changedIdentity` shows it. */
          identity: {
            [key: string]: string;
          };
          reason: string;
        };
      };
    };
    responses: {
      /** @description The identity that is accepted now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            identity?: {
              [key: string]: string;
            };
            /** @enum {string} */
            identityStatus: 'unknown' | 'accepted' | 'changed';
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  confirmBinding: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        bindingId: components['parameters']['bindingId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The binding. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Binding'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  revokeBinding: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        bindingId: components['parameters']['bindingId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The binding. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Binding'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  pauseSchedule: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        instanceId: components['parameters']['instanceId'];
        kind: components['parameters']['scheduledWork'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PauseSchedule'];
      };
    };
    responses: {
      /** @description The schedules of the instance as they are then. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Schedules'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  resumeSchedule: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        instanceId: components['parameters']['instanceId'];
        kind: components['parameters']['scheduledWork'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The schedules of the instance as they are then. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Schedules'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  rebuildIndex: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What was read. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RebuildReport'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  listWebhookEndpoints: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description In the order of the configuration. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['WebhookEndpoint'][];
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  listWebhookDeliveries: {
    parameters: {
      query?: {
        status?: components['schemas']['WebhookDeliveryStatus'];
        endpointId?: string;
        limit?: number;
        /** @description The `nextCursor` of the page before. */
        cursor?: components['schemas']['Ulid'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Newest first. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['WebhookDelivery'][];
            nextCursor?: string;
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  redeliverWebhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        deliveryId: components['schemas']['Ulid'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Pending again. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookDelivery'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  createAutomationRequest: {
    parameters: {
      query?: never;
      header: {
        /** @description The same call again, under the same key, is the same request. Kept for 30 days. */
        'Idempotency-Key': components['parameters']['idempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          kind: 'backup' | 'drill';
          entityRef: components['schemas']['EntityRef'];
          environment: components['schemas']['Environment'];
          recoveryPointId?: components['schemas']['Ulid'];
          reason?: string;
        };
      };
    };
    responses: {
      /** @description This was asked for before, under the same key. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AutomationRequest'];
        };
      };
      /** @description Under way. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AutomationRequest'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  getAutomationRequest: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        requestId: components['parameters']['requestId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The request. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AutomationRequest'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  recordExternalRecoveryPoint: {
    parameters: {
      query?: never;
      header: {
        /** @description The same call again, under the same key, is the same request. Kept for 30 days. */
        'Idempotency-Key': components['parameters']['idempotencyKey'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RecordExternalPoint'];
      };
    };
    responses: {
      /** @description It was recorded before, under the same key. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExternalRecoveryPoint'];
        };
      };
      /** @description Recorded. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExternalRecoveryPoint'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  receiveCdEvent: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/cloudevents+json': components['schemas']['IncomingCloudEvent'];
        'application/json': components['schemas']['IncomingCloudEvent'];
      };
    };
    responses: {
      /** @description What came of it. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {string} */
            outcome: 'known' | 'bypass' | 'ignored';
            deploymentId?: components['schemas']['Ulid'];
            reason: string;
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  openRun: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['OpenRun'];
      };
    };
    responses: {
      /** @description The plan. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RunPlan'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  heartbeatRun: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        runId: components['parameters']['runId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          progress?: {
            entityRef: string;
            phase: string;
            /** Format: int64 */
            bytes?: number;
          }[];
        };
      };
    };
    responses: {
      /** @description Renewed. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** Format: date-time */
            leaseExpiresAt: string;
            /** Format: date-time */
            serverTime: string;
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  signParts: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        runId: components['parameters']['runId'];
        recoveryPointId: components['parameters']['recoveryPointId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          object: string;
          parts: components['schemas']['PartDigest'][];
        };
      };
    };
    responses: {
      /** @description One signed request per part, in the order asked. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            parts: components['schemas']['SignedPart'][];
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  findPromotable: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        runId: components['parameters']['runId'];
        recoveryPointId: components['parameters']['recoveryPointId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The candidate, or why there is none. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Promotable'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  promoteRecoveryPoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        runId: components['parameters']['runId'];
        recoveryPointId: components['parameters']['recoveryPointId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          promotes: components['schemas']['Ulid'];
        };
      };
    };
    responses: {
      /** @description The point that is the baseline now. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RecoveryPoint'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  completeRecoveryPoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        runId: components['parameters']['runId'];
        recoveryPointId: components['parameters']['recoveryPointId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RecoveryPointDraft'];
      };
    };
    responses: {
      /** @description Available. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RecoveryPoint'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  failRecoveryPoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        runId: components['parameters']['runId'];
        recoveryPointId: components['parameters']['recoveryPointId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          problem: components['schemas']['Problem'];
        };
      };
    };
    responses: {
      /** @description Recorded. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      default: components['responses']['Error'];
    };
  };
  openRecoveryPoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        runId: components['parameters']['runId'];
        recoveryPointId: components['parameters']['recoveryPointId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What is needed to read the data. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            objects: components['schemas']['OpenedObject'][];
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  submitDrill: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        runId: components['parameters']['runId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ProofSubmission'];
      };
    };
    responses: {
      /** @description The judged drill. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Drill'];
        };
      };
      default: components['responses']['Error'];
    };
  };
  reportRestoreProgress: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        runId: components['parameters']['runId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          step: 'provisioned' | 'applied' | 'checked' | 'switched';
          proof?: components['schemas']['ProofSubmission'];
          /** @description Where the old store is kept after the switch. */
          kept?: string;
        };
      };
    };
    responses: {
      /** @description Whether to go on. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            proceed: boolean;
            level?: components['schemas']['VerificationLevel'];
            reason?: string;
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  finishRun: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        runId: components['parameters']['runId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          outcome: 'succeeded' | 'failed';
          problem?: components['schemas']['Problem'];
        };
      };
    };
    responses: {
      /** @description Closed. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            runId: string;
            receipt?: components['schemas']['Receipt'];
          };
        };
      };
      default: components['responses']['Error'];
    };
  };
  confirmGate: {
    parameters: {
      query?: never;
      header: {
        'Safepoint-Receipt': string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The deploy job may start. The text says which recovery points stand behind it. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      /** @description The deploy job must not start. The text says why and what to do. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      default: components['responses']['Error'];
    };
  };
  reportDeploymentOutcome: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          environment: components['schemas']['Environment'];
          /** @enum {string} */
          outcome: 'succeeded' | 'failed';
          component?: string;
        };
      };
    };
    responses: {
      /** @description Recorded. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OutcomeReport'];
        };
      };
      default: components['responses']['Error'];
    };
  };
}
