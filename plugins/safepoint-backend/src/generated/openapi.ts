// Generated from plugins/safepoint-backend/openapi.yaml by `yarn workspace @safepoint/backstage-plugin-safepoint-backend generate`. Do not edit.
export const openapiDocument = {
  openapi: '3.0.3',
  info: {
    title: 'Safepoint',
    version: '0.1.0',
    description:
      "The contract between the portal's backend and its three callers: the browser (Backstage user\ncredentials), the agent in a CI job (`/agent/...`, GitLab job identity or a run token) and the\noperator. Requests are validated against this document and the wire types are generated from it.\n",
    license: {
      name: 'Apache-2.0',
      url: 'https://www.apache.org/licenses/LICENSE-2.0',
    },
  },
  servers: [{ url: '/' }],
  tags: [
    { name: 'recovery', description: 'What a person sees and asks for.' },
    {
      name: 'agent',
      description:
        'What a CI job may do; authenticated by GitLab job identity or run token.',
    },
    { name: 'webhooks', description: 'What is sent to others.' },
    {
      name: 'automation',
      description:
        'What a service may do that the configuration names; Backstage service tokens.',
    },
  ],
  paths: {
    '/health': {
      get: {
        operationId: 'getHealth',
        tags: ['recovery'],
        summary: 'Whether the portal can do its work; for an outside monitor.',
        responses: {
          '200': {
            description: 'Healthy.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Health' },
              },
            },
          },
          '503': {
            description: 'Something is wrong; the body says what.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Health' },
              },
            },
          },
        },
      },
    },
    '/keys': {
      get: {
        operationId: 'getKeys',
        tags: ['recovery'],
        summary:
          'The public keys that manifests and records are signed with, and the recipients that data is encrypted to.',
        responses: {
          '200': {
            description: 'Public keys.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/PublicKeys' },
              },
            },
          },
        },
      },
    },
    '/entities/{namespace}/{kind}/{name}/recovery': {
      get: {
        operationId: 'getEntityRecovery',
        tags: ['recovery'],
        summary: 'Everything the Recovery tab shows for one catalog entity.',
        parameters: [
          {
            name: 'namespace',
            in: 'path',
            required: true,
            schema: { type: 'string' },
          },
          {
            name: 'kind',
            in: 'path',
            required: true,
            schema: { type: 'string' },
          },
          {
            name: 'name',
            in: 'path',
            required: true,
            schema: { type: 'string' },
          },
        ],
        responses: {
          '200': {
            description:
              'Recovery of the entity and of the data stores it depends on.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/EntityRecovery' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/entities/{namespace}/{kind}/{name}/policy': {
      get: {
        operationId: 'explainEntityPolicy',
        tags: ['policies'],
        summary:
          'Which policies hold for an entity and for the data stores it depends on, and why.',
        parameters: [
          {
            name: 'namespace',
            in: 'path',
            required: true,
            schema: { type: 'string' },
          },
          {
            name: 'kind',
            in: 'path',
            required: true,
            schema: { type: 'string' },
          },
          {
            name: 'name',
            in: 'path',
            required: true,
            schema: { type: 'string' },
          },
          {
            name: 'environment',
            in: 'query',
            description:
              'Only this one, whether anything was recorded in it or not.',
            schema: { type: 'string', minLength: 1, maxLength: 255 },
          },
        ],
        responses: {
          '200': {
            description: 'The rules, environment by environment.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/EntityPolicy' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/entities/{namespace}/{kind}/{name}/posture': {
      get: {
        operationId: 'getEntityPosture',
        tags: ['recovery'],
        summary:
          'The posture of a data store, of what a service depends on, or of the parts of a system.',
        parameters: [
          {
            name: 'namespace',
            in: 'path',
            required: true,
            schema: { type: 'string' },
          },
          {
            name: 'kind',
            in: 'path',
            required: true,
            schema: { type: 'string' },
          },
          {
            name: 'name',
            in: 'path',
            required: true,
            schema: { type: 'string' },
          },
        ],
        responses: {
          '200': {
            description: 'Verdicts with reasons that name the data stores.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/EntityPosture' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/instances/{instanceId}/problems': {
      get: {
        operationId: 'listProblems',
        tags: ['recovery'],
        summary:
          'What is wrong with a store instance now, and what was until lately; the open ones first, each newest first.',
        parameters: [{ $ref: '#/components/parameters/instanceId' }],
        responses: {
          '200': {
            description:
              'What is open and what was resolved in the last seven days.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/OpenProblem' },
                    },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/problems/{problemId}/acknowledge': {
      post: {
        operationId: 'acknowledgeProblem',
        tags: ['recovery'],
        summary:
          'Say that somebody has seen to it; nobody else is told of it then, unless it gets worse.',
        parameters: [
          {
            name: 'problemId',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/Ulid' },
          },
        ],
        responses: {
          '200': {
            description: 'The problem as it is then.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/OpenProblem' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/instances/{instanceId}/retention-plan': {
      get: {
        operationId: 'getRetentionPlan',
        tags: ['recovery'],
        summary:
          'What of a store stays, what goes and when, each with its reasons, as it would be planned now.',
        parameters: [{ $ref: '#/components/parameters/instanceId' }],
        responses: {
          '200': {
            description: 'The plan; looking at it changes nothing.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/RetentionPlan' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/recovery-points/{recoveryPointId}/holds': {
      get: {
        operationId: 'listHolds',
        tags: ['recovery'],
        summary: 'Legal holds and pins of a recovery point, released ones too.',
        parameters: [{ $ref: '#/components/parameters/recoveryPointId' }],
        responses: {
          '200': {
            description: 'Oldest first.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/Hold' },
                    },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      post: {
        operationId: 'placeHold',
        tags: ['recovery'],
        summary:
          'Keep a recovery point, under a legal hold until it is released or by a pin until its date.',
        parameters: [{ $ref: '#/components/parameters/recoveryPointId' }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/PlaceHold' },
            },
          },
        },
        responses: {
          '201': {
            description: 'It is kept from now on.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Hold' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/holds/{holdId}/release': {
      post: {
        operationId: 'releaseHold',
        tags: ['recovery'],
        summary:
          'Let a legal hold or a pin go; what nothing else keeps is planned to go, with its grace.',
        parameters: [
          {
            name: 'holdId',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/Ulid' },
          },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['reason'],
                properties: {
                  reason: { type: 'string', minLength: 3, maxLength: 2000 },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The released hold.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Hold' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/instances/{instanceId}/recovery-points': {
      get: {
        operationId: 'listRecoveryPoints',
        tags: ['recovery'],
        parameters: [
          { $ref: '#/components/parameters/instanceId' },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
          },
          {
            name: 'cursor',
            in: 'query',
            description: 'The `nextCursor` of the page before.',
            schema: { type: 'string' },
          },
        ],
        responses: {
          '200': {
            description: 'Newest first.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/RecoveryPoint' },
                    },
                    nextCursor: { type: 'string' },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/recovery-points/{recoveryPointId}': {
      get: {
        operationId: 'getRecoveryPoint',
        tags: ['recovery'],
        parameters: [{ $ref: '#/components/parameters/recoveryPointId' }],
        responses: {
          '200': {
            description:
              'The recovery point with its stored objects and drills.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/RecoveryPointDetail' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/recovery-points/{recoveryPointId}/restore-preview': {
      get: {
        operationId: 'previewRestore',
        tags: ['recovery'],
        summary:
          'What a restore of this point would do and lose, before anybody asks for it.',
        parameters: [{ $ref: '#/components/parameters/recoveryPointId' }],
        responses: {
          '200': {
            description: 'The preview.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/RestorePreview' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/recovery-points/{recoveryPointId}/schema-change': {
      get: {
        operationId: 'compareSchemas',
        tags: ['recovery'],
        summary:
          'Whether and how the schema moved between this point and another one of the same store instance.',
        parameters: [
          { $ref: '#/components/parameters/recoveryPointId' },
          {
            name: 'with',
            in: 'query',
            description:
              'The other point. Default is the newest one, which stands for now.',
            schema: { $ref: '#/components/schemas/Ulid' },
          },
        ],
        responses: {
          '200': {
            description: 'From the earlier to the later of the two.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/SchemaChange' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/recovery-sets/{recoverySetId}': {
      get: {
        operationId: 'getRecoverySet',
        tags: ['recovery'],
        parameters: [
          {
            name: 'recoverySetId',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/Ulid' },
          },
        ],
        responses: {
          '200': {
            description:
              'The set, with those of its points whose store the caller may see.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/RecoverySet' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/requests': {
      get: {
        operationId: 'listRequests',
        tags: ['recovery'],
        parameters: [
          {
            name: 'instanceId',
            in: 'query',
            required: true,
            schema: { type: 'string' },
          },
        ],
        responses: {
          '200': {
            description: 'Newest first, at most 50.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/Request' },
                    },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      post: {
        operationId: 'createRequest',
        tags: ['recovery'],
        summary:
          'Ask for a backup now, a drill or a restore. A restore may wait for approvals first.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/CreateRequest' },
            },
          },
        },
        responses: {
          '201': {
            description: 'The request as recorded.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Request' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/requests/{requestId}': {
      get: {
        operationId: 'getRequest',
        tags: ['recovery'],
        parameters: [{ $ref: '#/components/parameters/requestId' }],
        responses: {
          '200': {
            description: 'The request.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Request' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/requests/{requestId}/decisions': {
      post: {
        operationId: 'decideRequest',
        tags: ['recovery'],
        summary:
          'Approve or reject. A requester never decides on their own request.',
        parameters: [{ $ref: '#/components/parameters/requestId' }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['decision'],
                properties: {
                  decision: { type: 'string', enum: ['approve', 'reject'] },
                  comment: { type: 'string', maxLength: 2000 },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The request after the decision.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Request' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/deployments/{deploymentId}/mark-bad': {
      post: {
        operationId: 'markDeploymentBad',
        tags: ['recovery'],
        summary:
          'Say that this deployment has been damaging data since a moment; the last known good moves before it.',
        parameters: [{ $ref: '#/components/parameters/deploymentId' }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['reason'],
                properties: {
                  since: {
                    type: 'string',
                    format: 'date-time',
                    description:
                      'Default is the start of the deployment. Not later than now.',
                  },
                  reason: { type: 'string', minLength: 3, maxLength: 2000 },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The deployment.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Deployment' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/deployments/{deploymentId}/unmark-bad': {
      post: {
        operationId: 'unmarkDeploymentBad',
        tags: ['recovery'],
        parameters: [{ $ref: '#/components/parameters/deploymentId' }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['reason'],
                properties: {
                  reason: { type: 'string', minLength: 3, maxLength: 2000 },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The deployment.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Deployment' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/instances/{instanceId}/identity/accept': {
      post: {
        operationId: 'acceptIdentity',
        tags: ['recovery'],
        summary:
          'Accept that another store stands in the place of the known one.',
        parameters: [
          {
            name: 'instanceId',
            in: 'path',
            required: true,
            schema: { type: 'string', maxLength: 64 },
          },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['identity', 'reason'],
                properties: {
                  identity: {
                    type: 'object',
                    minProperties: 1,
                    maxProperties: 20,
                    additionalProperties: { type: 'string', maxLength: 500 },
                    description:
                      'The one that is accepted, as `changedIdentity` shows it.',
                  },
                  reason: { type: 'string', minLength: 3, maxLength: 2000 },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The identity that is accepted now.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['identityStatus'],
                  properties: {
                    identity: {
                      type: 'object',
                      additionalProperties: { type: 'string' },
                    },
                    identityStatus: {
                      type: 'string',
                      enum: ['unknown', 'accepted', 'changed'],
                    },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/bindings/{bindingId}/confirm': {
      post: {
        operationId: 'confirmBinding',
        tags: ['recovery'],
        parameters: [{ $ref: '#/components/parameters/bindingId' }],
        responses: {
          '200': {
            description: 'The binding.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Binding' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/bindings/{bindingId}/revoke': {
      post: {
        operationId: 'revokeBinding',
        tags: ['recovery'],
        parameters: [{ $ref: '#/components/parameters/bindingId' }],
        responses: {
          '200': {
            description: 'The binding.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Binding' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/instances/{instanceId}/schedules/{kind}/pause': {
      post: {
        operationId: 'pauseSchedule',
        tags: ['recovery'],
        summary:
          'Start no scheduled work of this kind until then. It ends by itself.',
        parameters: [
          { $ref: '#/components/parameters/instanceId' },
          { $ref: '#/components/parameters/scheduledWork' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/PauseSchedule' },
            },
          },
        },
        responses: {
          '200': {
            description: 'The schedules of the instance as they are then.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Schedules' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/instances/{instanceId}/schedules/{kind}/resume': {
      post: {
        operationId: 'resumeSchedule',
        tags: ['recovery'],
        summary: 'End a pause. What became due meanwhile starts now.',
        parameters: [
          { $ref: '#/components/parameters/instanceId' },
          { $ref: '#/components/parameters/scheduledWork' },
        ],
        responses: {
          '200': {
            description: 'The schedules of the instance as they are then.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Schedules' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/index/rebuild': {
      post: {
        operationId: 'rebuildIndex',
        tags: ['recovery'],
        summary:
          'Rebuild the database from storage. Nothing that a user sees changes.',
        responses: {
          '200': {
            description: 'What was read.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/RebuildReport' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/webhooks': {
      get: {
        operationId: 'listWebhookEndpoints',
        tags: ['webhooks'],
        summary: 'The endpoints that events are sent to, and how they are.',
        responses: {
          '200': {
            description: 'In the order of the configuration.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/WebhookEndpoint' },
                    },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/webhooks/deliveries': {
      get: {
        operationId: 'listWebhookDeliveries',
        tags: ['webhooks'],
        parameters: [
          {
            name: 'status',
            in: 'query',
            schema: { $ref: '#/components/schemas/WebhookDeliveryStatus' },
          },
          {
            name: 'endpointId',
            in: 'query',
            schema: { type: 'string', maxLength: 63 },
          },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
          },
          {
            name: 'cursor',
            in: 'query',
            description: 'The `nextCursor` of the page before.',
            schema: { $ref: '#/components/schemas/Ulid' },
          },
        ],
        responses: {
          '200': {
            description: 'Newest first.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/WebhookDelivery' },
                    },
                    nextCursor: { type: 'string' },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/webhooks/deliveries/{deliveryId}/redeliver': {
      post: {
        operationId: 'redeliverWebhook',
        tags: ['webhooks'],
        summary: 'Send a dead letter again, under the same webhook-id.',
        parameters: [
          {
            name: 'deliveryId',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/Ulid' },
          },
        ],
        responses: {
          '200': {
            description: 'Pending again.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/WebhookDelivery' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/automation/requests': {
      post: {
        operationId: 'createAutomationRequest',
        tags: ['automation'],
        summary:
          'Start a backup or a drill as a service that the configuration names.',
        parameters: [{ $ref: '#/components/parameters/idempotencyKey' }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['kind', 'entityRef', 'environment'],
                properties: {
                  kind: { type: 'string', enum: ['backup', 'drill'] },
                  entityRef: { $ref: '#/components/schemas/EntityRef' },
                  environment: { $ref: '#/components/schemas/Environment' },
                  recoveryPointId: { $ref: '#/components/schemas/Ulid' },
                  reason: { type: 'string', minLength: 3, maxLength: 2000 },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'This was asked for before, under the same key.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/AutomationRequest' },
              },
            },
          },
          '201': {
            description: 'Under way.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/AutomationRequest' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/automation/requests/{requestId}': {
      get: {
        operationId: 'getAutomationRequest',
        tags: ['automation'],
        summary: "What became of a request of one's own.",
        parameters: [{ $ref: '#/components/parameters/requestId' }],
        responses: {
          '200': {
            description: 'The request.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/AutomationRequest' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/automation/recovery-points': {
      post: {
        operationId: 'recordExternalRecoveryPoint',
        tags: ['automation'],
        summary:
          'Record a recovery point that was made elsewhere. It is a claim, at L0 until it is proven.',
        parameters: [{ $ref: '#/components/parameters/idempotencyKey' }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/RecordExternalPoint' },
            },
          },
        },
        responses: {
          '200': {
            description: 'It was recorded before, under the same key.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ExternalRecoveryPoint' },
              },
            },
          },
          '201': {
            description: 'Recorded.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ExternalRecoveryPoint' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/automation/events': {
      post: {
        operationId: 'receiveCdEvent',
        tags: ['automation'],
        summary:
          'Tell of a deployment in the words of CDEvents. One that no gate knows of is recorded as a bypass.',
        requestBody: {
          required: true,
          content: {
            'application/cloudevents+json': {
              schema: { $ref: '#/components/schemas/IncomingCloudEvent' },
            },
            'application/json': {
              schema: { $ref: '#/components/schemas/IncomingCloudEvent' },
            },
          },
        },
        responses: {
          '202': {
            description: 'What came of it.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['outcome', 'reason'],
                  properties: {
                    outcome: {
                      type: 'string',
                      enum: ['known', 'bypass', 'ignored'],
                    },
                    deploymentId: { $ref: '#/components/schemas/Ulid' },
                    reason: { type: 'string' },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/agent/runs': {
      post: {
        operationId: 'openRun',
        tags: ['agent'],
        summary:
          "Open a run. The bearer token is the job's GitLab ID token; it opens one run, a repeat needs the same secret.",
        security: [{ jobIdentity: [] }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/OpenRun' },
            },
          },
        },
        responses: {
          '201': {
            description: 'The plan.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/RunPlan' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/agent/runs/{runId}/heartbeat': {
      post: {
        operationId: 'heartbeatRun',
        tags: ['agent'],
        summary:
          "Renew the run's leases. 409 means that they are lost and that the agent must stop writing.",
        security: [{ runToken: [] }],
        parameters: [{ $ref: '#/components/parameters/runId' }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                properties: {
                  progress: {
                    type: 'array',
                    items: {
                      type: 'object',
                      additionalProperties: false,
                      required: ['entityRef', 'phase'],
                      properties: {
                        entityRef: { type: 'string' },
                        phase: { type: 'string', maxLength: 40 },
                        bytes: { type: 'integer', format: 'int64', minimum: 0 },
                      },
                    },
                  },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'Renewed.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['leaseExpiresAt', 'serverTime'],
                  properties: {
                    leaseExpiresAt: { type: 'string', format: 'date-time' },
                    serverTime: { type: 'string', format: 'date-time' },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/agent/runs/{runId}/recovery-points/{recoveryPointId}/parts': {
      post: {
        operationId: 'signParts',
        tags: ['agent'],
        summary:
          'Presigned requests for parts; each is bound to its length and content.',
        security: [{ runToken: [] }],
        parameters: [
          { $ref: '#/components/parameters/runId' },
          { $ref: '#/components/parameters/recoveryPointId' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['object', 'parts'],
                properties: {
                  object: {
                    type: 'string',
                    pattern: '^[a-z0-9][a-z0-9-]{0,62}$',
                  },
                  parts: {
                    type: 'array',
                    minItems: 1,
                    maxItems: 32,
                    items: { $ref: '#/components/schemas/PartDigest' },
                  },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'One signed request per part, in the order asked.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['parts'],
                  properties: {
                    parts: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/SignedPart' },
                    },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/agent/runs/{runId}/recovery-points/{recoveryPointId}/promotion': {
      get: {
        operationId: 'findPromotable',
        tags: ['agent'],
        summary:
          'The point from before the deployment that may become its baseline in place of this one, if nothing has changed since.',
        security: [{ runToken: [] }],
        parameters: [
          { $ref: '#/components/parameters/runId' },
          { $ref: '#/components/parameters/recoveryPointId' },
        ],
        responses: {
          '200': {
            description: 'The candidate, or why there is none.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Promotable' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      post: {
        operationId: 'promoteRecoveryPoint',
        tags: ['agent'],
        summary:
          'Nothing has changed since the candidate; it is the baseline, and this point is not made. Safe to repeat.',
        security: [{ runToken: [] }],
        parameters: [
          { $ref: '#/components/parameters/runId' },
          { $ref: '#/components/parameters/recoveryPointId' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['promotes'],
                properties: { promotes: { $ref: '#/components/schemas/Ulid' } },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The point that is the baseline now.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/RecoveryPoint' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/agent/runs/{runId}/recovery-points/{recoveryPointId}/complete': {
      post: {
        operationId: 'completeRecoveryPoint',
        tags: ['agent'],
        summary:
          'All parts are there; check them, complete the objects, write the runbook and, last, the signed manifest. Safe to repeat.',
        security: [{ runToken: [] }],
        parameters: [
          { $ref: '#/components/parameters/runId' },
          { $ref: '#/components/parameters/recoveryPointId' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/RecoveryPointDraft' },
            },
          },
        },
        responses: {
          '200': {
            description: 'Available.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/RecoveryPoint' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/agent/runs/{runId}/recovery-points/{recoveryPointId}/fail': {
      post: {
        operationId: 'failRecoveryPoint',
        tags: ['agent'],
        summary:
          'This point will not come to be; abort its uploads and record why.',
        security: [{ runToken: [] }],
        parameters: [
          { $ref: '#/components/parameters/runId' },
          { $ref: '#/components/parameters/recoveryPointId' },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['problem'],
                properties: {
                  problem: { $ref: '#/components/schemas/Problem' },
                },
              },
            },
          },
        },
        responses: {
          '204': { description: 'Recorded.' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/agent/runs/{runId}/recovery-points/{recoveryPointId}/open': {
      post: {
        operationId: 'openRecoveryPoint',
        tags: ['agent'],
        summary:
          'Release the file keys and signed reads of one recovery point to the one job that holds the lease of an approved restore or drill.',
        security: [{ runToken: [] }],
        parameters: [
          { $ref: '#/components/parameters/runId' },
          { $ref: '#/components/parameters/recoveryPointId' },
        ],
        responses: {
          '200': {
            description: 'What is needed to read the data.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['objects'],
                  properties: {
                    objects: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/OpenedObject' },
                    },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/agent/runs/{runId}/drill-result': {
      post: {
        operationId: 'submitDrill',
        tags: ['agent'],
        summary:
          'Submit what a drill saw. The backend judges the level from it.',
        security: [{ runToken: [] }],
        parameters: [{ $ref: '#/components/parameters/runId' }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/ProofSubmission' },
            },
          },
        },
        responses: {
          '200': {
            description: 'The judged drill.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Drill' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/agent/runs/{runId}/restore-progress': {
      post: {
        operationId: 'reportRestoreProgress',
        tags: ['agent'],
        summary:
          'Report a step of a restore. The answer to `checked` says whether the switch-over may go on.',
        security: [{ runToken: [] }],
        parameters: [{ $ref: '#/components/parameters/runId' }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['step'],
                properties: {
                  step: {
                    type: 'string',
                    enum: ['provisioned', 'applied', 'checked', 'switched'],
                  },
                  proof: { $ref: '#/components/schemas/ProofSubmission' },
                  kept: {
                    type: 'string',
                    maxLength: 200,
                    description:
                      'Where the old store is kept after the switch.',
                  },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'Whether to go on.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['proceed'],
                  properties: {
                    proceed: { type: 'boolean' },
                    level: { $ref: '#/components/schemas/VerificationLevel' },
                    reason: { type: 'string' },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/agent/runs/{runId}/finish': {
      post: {
        operationId: 'finishRun',
        tags: ['agent'],
        summary:
          'The run is over. For a pre-deploy run that succeeded the answer carries the receipt of the gate.',
        security: [{ runToken: [] }],
        parameters: [{ $ref: '#/components/parameters/runId' }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['outcome'],
                properties: {
                  outcome: { type: 'string', enum: ['succeeded', 'failed'] },
                  problem: { $ref: '#/components/schemas/Problem' },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'Closed.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['runId'],
                  properties: {
                    runId: { type: 'string' },
                    receipt: { $ref: '#/components/schemas/Receipt' },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/agent/gate/confirmations': {
      post: {
        operationId: 'confirmGate',
        tags: ['agent'],
        summary:
          "Asked by the gate script inside the deploy job, with that job's own ID token. Plain text, for a POSIX shell.",
        security: [{ jobIdentity: [] }],
        parameters: [
          {
            name: 'Safepoint-Receipt',
            in: 'header',
            required: true,
            schema: { type: 'string', maxLength: 200 },
          },
        ],
        responses: {
          '200': {
            description:
              'The deploy job may start. The text says which recovery points stand behind it.',
            content: { 'text/plain': { schema: { type: 'string' } } },
          },
          '403': {
            description:
              'The deploy job must not start. The text says why and what to do.',
            content: { 'text/plain': { schema: { type: 'string' } } },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/agent/deployments/outcomes': {
      post: {
        operationId: 'reportDeploymentOutcome',
        tags: ['agent'],
        summary:
          'The pipeline says how its deployment ended; the answer is what the person on call needs.',
        security: [{ jobIdentity: [] }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['environment', 'outcome'],
                properties: {
                  environment: { $ref: '#/components/schemas/Environment' },
                  outcome: { type: 'string', enum: ['succeeded', 'failed'] },
                  component: { type: 'string' },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'Recorded.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/OutcomeReport' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      jobIdentity: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'GitLab ID token whose only audience is the portal',
      },
      runToken: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: "The run's own short-lived token",
      },
    },
    parameters: {
      idempotencyKey: {
        name: 'Idempotency-Key',
        in: 'header',
        required: true,
        description:
          'The same call again, under the same key, is the same request. Kept for 30 days.',
        schema: { type: 'string', pattern: '^[A-Za-z0-9._:-]{8,128}$' },
      },
      instanceId: {
        name: 'instanceId',
        in: 'path',
        required: true,
        schema: { type: 'string' },
      },
      scheduledWork: {
        name: 'kind',
        in: 'path',
        required: true,
        schema: { type: 'string', enum: ['backup', 'drill'] },
      },
      recoveryPointId: {
        name: 'recoveryPointId',
        in: 'path',
        required: true,
        schema: { $ref: '#/components/schemas/Ulid' },
      },
      requestId: {
        name: 'requestId',
        in: 'path',
        required: true,
        schema: { type: 'string', maxLength: 64 },
      },
      deploymentId: {
        name: 'deploymentId',
        in: 'path',
        required: true,
        schema: { $ref: '#/components/schemas/Ulid' },
      },
      bindingId: {
        name: 'bindingId',
        in: 'path',
        required: true,
        schema: { $ref: '#/components/schemas/Ulid' },
      },
      runId: {
        name: 'runId',
        in: 'path',
        required: true,
        schema: { $ref: '#/components/schemas/Ulid' },
      },
    },
    responses: {
      Error: {
        description: "Backstage's error envelope.",
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Error' },
          },
        },
      },
    },
    schemas: {
      Ulid: { type: 'string', pattern: '^[0-9A-HJKMNP-TV-Z]{26}$' },
      Sha256: {
        type: 'string',
        pattern: '^[0-9a-f]{64}$',
        description: 'Lower case hexadecimal.',
      },
      Environment: {
        type: 'string',
        pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$',
      },
      EntityRef: {
        type: 'string',
        maxLength: 200,
        description: 'kind:namespace/name, in lower case.',
      },
      VerificationLevel: {
        type: 'string',
        enum: ['L0', 'L1', 'L2', 'L3', 'L4', 'L5'],
      },
      Trigger: {
        type: 'string',
        enum: [
          'pre-deploy',
          'baseline',
          'scheduled',
          'manual',
          'pre-restore',
          'external',
        ],
      },
      Error: {
        type: 'object',
        required: ['error'],
        properties: {
          error: {
            type: 'object',
            required: ['name', 'message'],
            properties: {
              name: { type: 'string' },
              message: { type: 'string' },
            },
          },
        },
      },
      Health: {
        type: 'object',
        required: ['status', 'problems'],
        properties: {
          status: { type: 'string', enum: ['ok', 'degraded'] },
          problems: { type: 'array', items: { type: 'string' } },
          notes: {
            type: 'array',
            description:
              'What is not set up; the portal does its work without it.',
            items: { type: 'string' },
          },
          tasks: {
            type: 'array',
            description:
              'What the portal does by itself, with the age of the last success of each.',
            items: { $ref: '#/components/schemas/TaskHealth' },
          },
        },
      },
      WebhookDeliveryStatus: {
        type: 'string',
        enum: ['pending', 'delivered', 'dead'],
      },
      WebhookEndpoint: {
        type: 'object',
        required: ['id', 'host', 'types', 'failures', 'pending', 'dead'],
        properties: {
          id: { type: 'string' },
          host: {
            type: 'string',
            description:
              'Of its address; the rest may be a secret and is not shown.',
          },
          types: { type: 'array', items: { type: 'string' } },
          environments: { type: 'array', items: { type: 'string' } },
          entities: { type: 'array', items: { type: 'string' } },
          failures: { type: 'integer', description: 'Since its last success.' },
          pausedUntil: { type: 'string', format: 'date-time' },
          pending: { type: 'integer' },
          dead: { type: 'integer' },
        },
      },
      WebhookDelivery: {
        type: 'object',
        required: [
          'id',
          'endpointId',
          'eventId',
          'type',
          'status',
          'attempts',
          'createdAt',
          'deadline',
        ],
        properties: {
          id: { $ref: '#/components/schemas/Ulid' },
          endpointId: { type: 'string' },
          eventId: { type: 'string' },
          type: { type: 'string' },
          subject: { type: 'string' },
          entityRef: { type: 'string' },
          environment: { type: 'string' },
          status: { $ref: '#/components/schemas/WebhookDeliveryStatus' },
          attempts: { type: 'integer' },
          createdAt: { type: 'string', format: 'date-time' },
          deadline: { type: 'string', format: 'date-time' },
          nextAttemptAt: { type: 'string', format: 'date-time' },
          attemptedAt: { type: 'string', format: 'date-time' },
          answerStatus: { type: 'integer' },
          problem: { type: 'string' },
        },
      },
      AutomationRequest: {
        type: 'object',
        required: [
          'id',
          'kind',
          'status',
          'entityRef',
          'environment',
          'requestedBy',
          'requestedAt',
        ],
        properties: {
          id: { type: 'string' },
          kind: { type: 'string', enum: ['backup', 'drill'] },
          status: { type: 'string' },
          entityRef: { type: 'string' },
          environment: { type: 'string' },
          requestedBy: { type: 'string' },
          requestedAt: { type: 'string', format: 'date-time' },
          startedAt: { type: 'string', format: 'date-time' },
          finishedAt: { type: 'string', format: 'date-time' },
          pipelineUrl: { type: 'string' },
          level: { $ref: '#/components/schemas/VerificationLevel' },
          problem: { $ref: '#/components/schemas/Problem' },
        },
      },
      ExternalClaim: {
        type: 'object',
        required: ['origin', 'location', 'sizeBytes', 'sha256', 'recordedBy'],
        properties: {
          origin: { type: 'string' },
          location: { type: 'string' },
          sizeBytes: { type: 'integer', format: 'int64' },
          sha256: { $ref: '#/components/schemas/Sha256' },
          recordedBy: { type: 'string' },
        },
      },
      RecordExternalPoint: {
        type: 'object',
        additionalProperties: false,
        required: [
          'entityRef',
          'environment',
          'stateAt',
          'origin',
          'location',
          'sizeBytes',
          'sha256',
        ],
        properties: {
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          environment: { $ref: '#/components/schemas/Environment' },
          stateAt: {
            type: 'string',
            format: 'date-time',
            description:
              'The moment of the state that it holds, not that of the upload.',
          },
          origin: {
            type: 'string',
            minLength: 2,
            maxLength: 120,
            description: 'Who made it and how, as `Make, HubSpot export`.',
          },
          location: {
            type: 'string',
            minLength: 3,
            maxLength: 1000,
            description:
              'Where it is, as `s3://bucket/key`. No credentials, no signed address.',
          },
          sizeBytes: { type: 'integer', format: 'int64', minimum: 1 },
          sha256: { $ref: '#/components/schemas/Sha256' },
        },
      },
      ExternalRecoveryPoint: {
        type: 'object',
        required: [
          'id',
          'entityRef',
          'environment',
          'trigger',
          'status',
          'level',
          'stateAt',
          'createdAt',
          'external',
        ],
        properties: {
          id: { $ref: '#/components/schemas/Ulid' },
          entityRef: { type: 'string' },
          environment: { type: 'string' },
          trigger: { $ref: '#/components/schemas/Trigger' },
          status: { type: 'string' },
          level: { $ref: '#/components/schemas/VerificationLevel' },
          stateAt: { type: 'string', format: 'date-time' },
          createdAt: { type: 'string', format: 'date-time' },
          external: { $ref: '#/components/schemas/ExternalClaim' },
        },
      },
      IncomingCloudEvent: {
        type: 'object',
        description:
          'A CloudEvent in structured mode whose data is the CDEvent.',
        required: ['specversion', 'id', 'source', 'type', 'data'],
        properties: {
          specversion: { type: 'string', enum: ['1.0'] },
          id: { type: 'string', minLength: 1, maxLength: 200 },
          source: { type: 'string', minLength: 1, maxLength: 500 },
          type: { type: 'string', minLength: 1, maxLength: 200 },
          subject: { type: 'string', maxLength: 500 },
          time: { type: 'string', format: 'date-time' },
          data: { type: 'object', additionalProperties: true },
        },
      },
      PublicKeys: {
        type: 'object',
        required: ['signing', 'recipients'],
        properties: {
          signing: {
            type: 'object',
            description: 'A JWK Set of Ed25519 public keys.',
            additionalProperties: true,
          },
          recipients: {
            type: 'array',
            items: {
              type: 'object',
              required: ['role', 'recipient'],
              properties: {
                role: { type: 'string', enum: ['escrow', 'backend'] },
                recipient: { type: 'string' },
              },
            },
          },
        },
      },
      Problem: {
        type: 'object',
        additionalProperties: false,
        required: ['kind', 'message'],
        properties: {
          kind: {
            type: 'string',
            maxLength: 60,
            description: 'A stable name of the error.',
          },
          message: {
            type: 'string',
            maxLength: 4000,
            description: 'What happened and what to do next. Never a secret.',
          },
        },
      },
      PhrasePart: {
        type: 'object',
        description:
          'A piece of a sentence, with the value that it stands for where it stands for one. The texts of all pieces, joined, are the sentence.',
        required: ['text'],
        properties: {
          text: { type: 'string' },
          moment: { type: 'string', format: 'date-time' },
          seconds: { type: 'number' },
          ageSince: {
            type: 'string',
            format: 'date-time',
            description: 'The seconds are what has passed since then.',
          },
          recoveryPointId: { $ref: '#/components/schemas/Ulid' },
          deploymentId: { type: 'string' },
        },
      },
      Reason: {
        type: 'object',
        required: ['code', 'severity', 'message'],
        properties: {
          code: { type: 'string' },
          severity: {
            type: 'string',
            enum: ['ok', 'info', 'warning', 'critical'],
          },
          message: { type: 'string' },
          phrase: {
            type: 'array',
            items: { $ref: '#/components/schemas/PhrasePart' },
          },
          since: { type: 'string', format: 'date-time' },
        },
      },
      Objective: {
        type: 'object',
        description:
          'Target beside achieved, in seconds. `achieved` is absent when there is nothing to measure.',
        required: ['targetSeconds', 'met'],
        properties: {
          targetSeconds: { type: 'number' },
          achievedSeconds: { type: 'number' },
          met: { type: 'boolean' },
        },
      },
      Posture: {
        type: 'object',
        required: ['verdict', 'reasons', 'rpo', 'rto', 'verified'],
        properties: {
          verdict: {
            type: 'string',
            enum: ['protected', 'at-risk', 'unknown', 'unprotected', 'never'],
          },
          reasons: {
            type: 'array',
            items: { $ref: '#/components/schemas/Reason' },
          },
          rpo: { $ref: '#/components/schemas/Objective' },
          rto: { $ref: '#/components/schemas/Objective' },
          verified: { $ref: '#/components/schemas/Objective' },
          verifiedLevel: { $ref: '#/components/schemas/VerificationLevel' },
          verifiedAt: { type: 'string', format: 'date-time' },
          verifiedRecoveryPointId: { $ref: '#/components/schemas/Ulid' },
          newestStateAt: {
            type: 'string',
            format: 'date-time',
            description: 'The moment of the state that RPO counts from.',
          },
          changesAt: {
            type: 'string',
            format: 'date-time',
            description:
              'When time alone changes any reason; until then only ages grow.',
          },
          evaluatedAt: { type: 'string', format: 'date-time' },
        },
      },
      LastKnownGood: {
        type: 'object',
        required: ['reason'],
        properties: {
          recoveryPointId: { $ref: '#/components/schemas/Ulid' },
          stateAt: { type: 'string', format: 'date-time' },
          reason: { type: 'string' },
          phrase: {
            description: 'The reason in its pieces.',
            type: 'array',
            items: { $ref: '#/components/schemas/PhrasePart' },
          },
        },
      },
      StoreInstance: {
        type: 'object',
        required: ['id', 'entityRef', 'environment', 'driver', 'production'],
        properties: {
          id: { type: 'string' },
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          title: { type: 'string' },
          environment: { $ref: '#/components/schemas/Environment' },
          driver: { type: 'string' },
          production: {
            type: 'boolean',
            description: 'Whether restores of or into it need a second person.',
          },
          identity: {
            type: 'object',
            additionalProperties: { type: 'string' },
          },
          identityStatus: {
            type: 'string',
            enum: ['unknown', 'accepted', 'changed'],
          },
          changedIdentity: {
            type: 'object',
            additionalProperties: { type: 'string' },
            description:
              'Of status `changed`, what was found in the place of the identity.',
          },
        },
      },
      StoredObject: {
        type: 'object',
        required: ['name', 'key', 'sizeBytes', 'sha256'],
        properties: {
          name: {
            type: 'string',
            description:
              'data.header, data.payload, RUNBOOK.md or manifest.json',
          },
          key: { type: 'string' },
          location: {
            type: 'string',
            description:
              's3://bucket/key or a file path, for whoever restores by hand.',
          },
          sizeBytes: { type: 'integer', format: 'int64' },
          sha256: { $ref: '#/components/schemas/Sha256' },
          versionId: { type: 'string' },
        },
      },
      UnusualWarning: {
        type: 'object',
        required: ['code', 'message', 'value', 'usual', 'low', 'high'],
        properties: {
          code: {
            type: 'string',
            enum: [
              'size',
              'rows',
              'table-gone',
              'table-empty',
              'duration',
              'compressibility',
            ],
          },
          message: { type: 'string' },
          table: { type: 'string' },
          value: { type: 'number' },
          usual: {
            type: 'number',
            description: 'What the points before it say is in the middle.',
          },
          low: { type: 'number', description: 'Below that it is unusual.' },
          high: { type: 'number', description: 'Above that it is unusual.' },
        },
      },
      RecoveryPoint: {
        type: 'object',
        required: [
          'id',
          'instanceId',
          'entityRef',
          'environment',
          'trigger',
          'status',
          'createdAt',
          'level',
        ],
        properties: {
          id: { $ref: '#/components/schemas/Ulid' },
          instanceId: { type: 'string' },
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          environment: { $ref: '#/components/schemas/Environment' },
          trigger: { $ref: '#/components/schemas/Trigger' },
          status: {
            type: 'string',
            enum: [
              'pending',
              'running',
              'completing',
              'available',
              'failed',
              'lost',
              'missing',
              'corrupt',
              'hidden',
              'expired',
              'deleted',
            ],
          },
          external: { $ref: '#/components/schemas/ExternalClaim' },
          stateAt: {
            type: 'string',
            format: 'date-time',
            description: 'The moment of the state that it holds.',
          },
          createdAt: { type: 'string', format: 'date-time' },
          completedAt: { type: 'string', format: 'date-time' },
          sourceBytes: {
            type: 'integer',
            format: 'int64',
            description: 'Size of the dump before compression.',
          },
          storedBytes: { type: 'integer', format: 'int64' },
          rows: { type: 'integer', format: 'int64' },
          tables: { type: 'integer' },
          engineVersion: { type: 'string' },
          schemaSha256: { $ref: '#/components/schemas/Sha256' },
          level: { $ref: '#/components/schemas/VerificationLevel' },
          verifiedAt: { type: 'string', format: 'date-time' },
          deploymentId: { $ref: '#/components/schemas/Ulid' },
          setId: {
            type: 'string',
            description:
              'The recovery set that it was taken in; none if it was taken alone.',
          },
          baselineOf: {
            type: 'string',
            description:
              'The successful deployment whose baseline it became, because nothing had changed since.',
          },
          unchangedAt: {
            type: 'string',
            format: 'date-time',
            description:
              'Until then the store had still the state of this point.',
          },
          commit: { type: 'string' },
          pipelineUrl: { type: 'string' },
          problem: { $ref: '#/components/schemas/Problem' },
          quarantined: { type: 'boolean' },
          origin: {
            type: 'string',
            enum: ['found'],
            description:
              'Where it comes from, if no run of this portal made it; found in storage.',
          },
          unusual: {
            type: 'array',
            description:
              'What of it is far from the points of the same store before it; none if nothing is.',
            items: { $ref: '#/components/schemas/UnusualWarning' },
          },
          expiredAt: {
            type: 'string',
            format: 'date-time',
            description: 'When retention decided that it goes.',
          },
          deleteAfter: {
            type: 'string',
            format: 'date-time',
            description: 'Until then that can be taken back.',
          },
          deletionStartedAt: { type: 'string', format: 'date-time' },
          deletedAt: { type: 'string', format: 'date-time' },
          lockedUntil: {
            type: 'string',
            format: 'date-time',
            description: 'Until then the storage lets nobody delete it.',
          },
          held: { type: 'boolean', description: 'Under a legal hold.' },
          pinnedUntil: { type: 'string', format: 'date-time' },
        },
      },
      HoldKind: { type: 'string', enum: ['legal-hold', 'pin'] },
      PlaceHold: {
        type: 'object',
        additionalProperties: false,
        required: ['kind', 'reason'],
        properties: {
          kind: { $ref: '#/components/schemas/HoldKind' },
          reason: { type: 'string', minLength: 3, maxLength: 2000 },
          until: {
            type: 'string',
            format: 'date-time',
            description: 'Of a pin, at most ten years from now.',
          },
        },
      },
      Hold: {
        type: 'object',
        required: [
          'id',
          'kind',
          'recoveryPointId',
          'reason',
          'placedBy',
          'placedAt',
          'enforcement',
        ],
        properties: {
          id: { $ref: '#/components/schemas/Ulid' },
          kind: { $ref: '#/components/schemas/HoldKind' },
          recoveryPointId: { $ref: '#/components/schemas/Ulid' },
          reason: { type: 'string' },
          until: { type: 'string', format: 'date-time' },
          placedBy: { type: 'string' },
          placedAt: { type: 'string', format: 'date-time' },
          releasedBy: { type: 'string' },
          releasedAt: { type: 'string', format: 'date-time' },
          releaseReason: { type: 'string' },
          enforcement: {
            type: 'string',
            enum: ['pending', 'storage', 'portal', 'lifted'],
            description:
              'Who keeps the stored objects from being deleted: `storage` holds them itself, `portal` where the storage\ncannot; `pending` until the storage has been told, `lifted` after the release.\n',
          },
        },
      },
      RetentionPlan: {
        type: 'object',
        required: [
          'instanceId',
          'entityRef',
          'environment',
          'plannedAt',
          'graceSeconds',
          'deletes',
          'mayHold',
          'items',
        ],
        properties: {
          instanceId: { type: 'string' },
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          environment: { $ref: '#/components/schemas/Environment' },
          plannedAt: { type: 'string', format: 'date-time' },
          graceSeconds: { type: 'number' },
          deletes: {
            type: 'boolean',
            description: 'False where the portal plans and deletes nothing.',
          },
          mayHold: {
            type: 'boolean',
            description: 'Whether the caller may place and release holds here.',
          },
          undecided: {
            type: 'string',
            description: 'Why nothing is decided; then everything is kept.',
          },
          policy: { type: 'string' },
          rules: {
            type: 'object',
            required: [
              'last',
              'daily',
              'weekly',
              'monthly',
              'yearly',
              'pinDeploymentsSeconds',
              'immutableForSeconds',
            ],
            properties: {
              last: { type: 'integer' },
              daily: { type: 'integer' },
              weekly: { type: 'integer' },
              monthly: { type: 'integer' },
              yearly: { type: 'integer' },
              pinDeploymentsSeconds: { type: 'number' },
              immutableForSeconds: { type: 'number' },
            },
          },
          items: {
            type: 'array',
            description: 'Newest first.',
            items: { $ref: '#/components/schemas/RetentionDecision' },
          },
        },
      },
      RetentionDecision: {
        type: 'object',
        required: ['point', 'keep', 'reasons'],
        properties: {
          point: { $ref: '#/components/schemas/RecoveryPoint' },
          keep: { type: 'boolean' },
          reasons: {
            type: 'array',
            items: { $ref: '#/components/schemas/RetentionReason' },
          },
          deletableFrom: {
            type: 'string',
            format: 'date-time',
            description:
              'Of one that is kept, when time alone frees it; absent if time alone never does.',
          },
          deleteAfter: {
            type: 'string',
            format: 'date-time',
            description:
              'Of one that goes, the earliest moment of its deletion.',
          },
        },
      },
      RetentionReason: {
        type: 'object',
        required: ['code', 'message', 'phrase'],
        properties: {
          code: { type: 'string', description: 'Stable, kebab-case.' },
          message: { type: 'string' },
          phrase: {
            type: 'array',
            items: { $ref: '#/components/schemas/PhrasePart' },
          },
          until: { type: 'string', format: 'date-time' },
        },
      },
      RecoverySet: {
        type: 'object',
        description: 'Recovery points that one run took together.',
        required: [
          'id',
          'entityRef',
          'environment',
          'status',
          'trigger',
          'createdAt',
          'points',
          'hiddenPoints',
        ],
        properties: {
          id: { $ref: '#/components/schemas/Ulid' },
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          environment: { $ref: '#/components/schemas/Environment' },
          status: {
            type: 'string',
            enum: ['taking', 'complete', 'incomplete'],
            description:
              'incomplete: it is no set; its points are points on their own',
          },
          trigger: { $ref: '#/components/schemas/Trigger' },
          deploymentId: { $ref: '#/components/schemas/Ulid' },
          skewSeconds: {
            type: 'number',
            description:
              'What lies between the earliest and the latest state, by the clocks of the stores.',
          },
          stateFrom: { type: 'string', format: 'date-time' },
          stateTo: { type: 'string', format: 'date-time' },
          createdAt: { type: 'string', format: 'date-time' },
          finishedAt: { type: 'string', format: 'date-time' },
          problem: { $ref: '#/components/schemas/Problem' },
          points: {
            type: 'array',
            description: 'Those of stores that the caller may see.',
            items: {
              type: 'object',
              required: ['recoveryPointId', 'entityRef', 'status'],
              properties: {
                recoveryPointId: { $ref: '#/components/schemas/Ulid' },
                entityRef: { $ref: '#/components/schemas/EntityRef' },
                status: { type: 'string' },
                stateAt: { type: 'string', format: 'date-time' },
              },
            },
          },
          hiddenPoints: { type: 'integer', minimum: 0 },
          restoreOrder: {
            type: 'object',
            description:
              'Of a complete set, in which order its stores are restored one after the other; of those that the caller may see.',
            required: ['entityRefs', 'reasons'],
            properties: {
              entityRefs: {
                type: 'array',
                description:
                  'Empty where none can come first; the reasons say why.',
                items: { $ref: '#/components/schemas/EntityRef' },
              },
              reasons: { type: 'array', items: { type: 'string' } },
            },
          },
        },
      },
      SchemaChange: {
        type: 'object',
        description:
          'Whether and how the schema moved from an earlier recovery point to a later one.',
        required: [
          'from',
          'to',
          'change',
          'reason',
          'tablesAdded',
          'tablesRemoved',
        ],
        properties: {
          from: { $ref: '#/components/schemas/Ulid' },
          to: { $ref: '#/components/schemas/Ulid' },
          change: {
            type: 'string',
            enum: ['same', 'moved', 'unknown'],
            description:
              'unknown: the digests cannot be compared; the reason says why',
          },
          reason: { type: 'string' },
          tablesAdded: { type: 'array', items: { type: 'string' } },
          tablesRemoved: { type: 'array', items: { type: 'string' } },
        },
      },
      RecoveryPointDetail: {
        allOf: [
          { $ref: '#/components/schemas/RecoveryPoint' },
          {
            type: 'object',
            required: ['objects', 'drills'],
            properties: {
              set: { $ref: '#/components/schemas/RecoverySet' },
              schemaChange: { $ref: '#/components/schemas/SchemaChange' },
              objects: {
                type: 'array',
                items: { $ref: '#/components/schemas/StoredObject' },
              },
              drills: {
                type: 'array',
                items: { $ref: '#/components/schemas/Drill' },
              },
            },
          },
        ],
      },
      OpenProblem: {
        type: 'object',
        required: [
          'id',
          'code',
          'source',
          'severity',
          'title',
          'text',
          'since',
          'openedAt',
          'mayAcknowledge',
        ],
        properties: {
          id: { $ref: '#/components/schemas/Ulid' },
          code: { type: 'string' },
          source: {
            type: 'string',
            enum: ['posture', 'schedule', 'retention', 'scrub', 'integration'],
          },
          severity: {
            type: 'string',
            enum: ['low', 'normal', 'high', 'critical'],
          },
          title: { type: 'string' },
          text: { type: 'string' },
          link: { type: 'string' },
          since: { type: 'string', format: 'date-time' },
          openedAt: { type: 'string', format: 'date-time' },
          resolvedAt: { type: 'string', format: 'date-time' },
          toldAt: {
            type: 'string',
            format: 'date-time',
            description: 'When people were first told of it.',
          },
          acknowledgedAt: { type: 'string', format: 'date-time' },
          acknowledgedBy: { type: 'string' },
          mayAcknowledge: {
            type: 'boolean',
            description: 'Whether whoever asks may acknowledge it.',
          },
        },
      },
      Deployment: {
        type: 'object',
        required: [
          'id',
          'entityRef',
          'environment',
          'status',
          'gate',
          'gatedAt',
        ],
        properties: {
          id: { $ref: '#/components/schemas/Ulid' },
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          environment: { $ref: '#/components/schemas/Environment' },
          status: {
            type: 'string',
            enum: ['gated', 'running', 'succeeded', 'failed', 'abandoned'],
          },
          gate: {
            type: 'string',
            enum: [
              'stage',
              'strict',
              'off',
              'skipped',
              'break-glass',
              'direct',
              'none',
            ],
            description:
              'stage: held by stage order; strict: the deploy job confirmed its receipt; off, break-glass: let through without a recovery point; skipped: the same by wish, since nothing changed that touches data; direct: gated without the portal; none: a bypass',
          },
          ground: { $ref: '#/components/schemas/GateGround' },
          gateReasons: {
            type: 'array',
            items: { type: 'string' },
            description: 'Why the gate decided as it did.',
          },
          breakGlass: {
            type: 'object',
            required: ['reason'],
            properties: {
              reason: {
                type: 'string',
                description: 'Words of a person; show them as text.',
              },
              by: {
                type: 'string',
                description: "GitLab's user who ran the job.",
              },
            },
          },
          gatedAt: { type: 'string', format: 'date-time' },
          startedAt: { type: 'string', format: 'date-time' },
          finishedAt: { type: 'string', format: 'date-time' },
          commit: { type: 'string' },
          ref: { type: 'string' },
          pipelineUrl: { type: 'string' },
          jobUrl: { type: 'string' },
          recoveryPointIds: {
            type: 'array',
            items: { $ref: '#/components/schemas/Ulid' },
          },
          markedBad: {
            type: 'object',
            required: ['since', 'by', 'at', 'reason'],
            properties: {
              since: { type: 'string', format: 'date-time' },
              by: { $ref: '#/components/schemas/EntityRef' },
              at: { type: 'string', format: 'date-time' },
              reason: { type: 'string' },
            },
          },
        },
      },
      Check: {
        type: 'object',
        description:
          'One check of a drill with what it expected and what it saw.',
        required: ['name', 'passed'],
        properties: {
          name: { type: 'string' },
          passed: { type: 'boolean' },
          expected: { type: 'string' },
          actual: { type: 'string' },
        },
      },
      Phases: {
        type: 'object',
        description: 'Measured seconds of each phase that took place.',
        additionalProperties: { type: 'number' },
      },
      Drill: {
        type: 'object',
        required: [
          'id',
          'recoveryPointId',
          'startedAt',
          'outcome',
          'level',
          'checks',
          'phases',
        ],
        properties: {
          id: { $ref: '#/components/schemas/Ulid' },
          recoveryPointId: { $ref: '#/components/schemas/Ulid' },
          startedAt: { type: 'string', format: 'date-time' },
          finishedAt: { type: 'string', format: 'date-time' },
          outcome: { type: 'string', enum: ['passed', 'failed'] },
          level: { $ref: '#/components/schemas/VerificationLevel' },
          checks: {
            type: 'array',
            items: { $ref: '#/components/schemas/Check' },
          },
          phases: { $ref: '#/components/schemas/Phases' },
          pipelineUrl: { type: 'string' },
          problem: { $ref: '#/components/schemas/Problem' },
        },
      },
      Binding: {
        type: 'object',
        required: [
          'id',
          'entityRef',
          'environment',
          'operations',
          'issuer',
          'projectId',
          'status',
          'origin',
        ],
        properties: {
          id: { $ref: '#/components/schemas/Ulid' },
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          environment: { $ref: '#/components/schemas/Environment' },
          operations: {
            type: 'array',
            items: {
              type: 'string',
              enum: ['backup', 'drill', 'restore', 'deploy'],
            },
          },
          issuer: { type: 'string' },
          projectId: { type: 'string' },
          namespaceId: { type: 'string' },
          status: {
            type: 'string',
            enum: ['proposed', 'confirmed', 'revoked'],
          },
          origin: {
            type: 'string',
            description:
              'annotation, config rule, or the user who confirmed it',
          },
        },
      },
      Schedule: {
        type: 'object',
        description: 'When a work of an instance is done by itself.',
        required: ['kind', 'cron', 'timezone', 'nextAt', 'slot'],
        properties: {
          kind: { type: 'string', enum: ['backup', 'drill'] },
          cron: { type: 'string', description: 'Five fields.' },
          timezone: { type: 'string', description: 'IANA name.' },
          nextAt: {
            type: 'string',
            format: 'date-time',
            description:
              'The slot and the jitter of the instance; in the past if it waits.',
          },
          slot: { type: 'string', format: 'date-time' },
          delay: {
            type: 'object',
            description: 'Why its turn is later than the schedule says.',
            required: ['because', 'reason'],
            properties: {
              because: {
                type: 'string',
                enum: [
                  'paused',
                  'maintenance',
                  'catch-up',
                  'under-way',
                  'store-busy',
                  'project-full',
                  'no-recovery-project',
                  'nothing-to-drill',
                ],
              },
              reason: { type: 'string' },
            },
          },
          problem: {
            type: 'string',
            description: 'What is wrong with it and what to do.',
          },
          pause: {
            type: 'object',
            required: ['until', 'reason', 'by'],
            properties: {
              until: { type: 'string', format: 'date-time' },
              reason: { type: 'string' },
              by: { $ref: '#/components/schemas/EntityRef' },
            },
          },
          last: {
            type: 'object',
            description: 'The newest request that it made.',
            required: ['requestId', 'slot', 'startedAt', 'status'],
            properties: {
              requestId: { type: 'string' },
              slot: { type: 'string', format: 'date-time' },
              startedAt: { type: 'string', format: 'date-time' },
              status: {
                type: 'string',
                enum: [
                  'awaiting-approval',
                  'approved',
                  'triggering',
                  'triggered',
                  'running',
                  'succeeded',
                  'failed',
                  'rejected',
                  'expired',
                ],
              },
            },
          },
        },
      },
      Schedules: {
        type: 'object',
        required: ['items'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/Schedule' },
          },
        },
      },
      PauseSchedule: {
        type: 'object',
        additionalProperties: false,
        required: ['until', 'reason'],
        properties: {
          until: { type: 'string', format: 'date-time' },
          reason: { type: 'string', minLength: 3, maxLength: 2000 },
        },
      },
      Decision: {
        type: 'object',
        required: ['by', 'at', 'decision'],
        properties: {
          by: { $ref: '#/components/schemas/EntityRef' },
          at: { type: 'string', format: 'date-time' },
          decision: { type: 'string', enum: ['approve', 'reject'] },
          comment: { type: 'string' },
        },
      },
      CreateRequest: {
        type: 'object',
        additionalProperties: false,
        required: ['kind', 'instanceId'],
        properties: {
          kind: { type: 'string', enum: ['backup', 'drill', 'restore'] },
          instanceId: { type: 'string' },
          recoveryPointId: { $ref: '#/components/schemas/Ulid' },
          targetEnvironment: { $ref: '#/components/schemas/Environment' },
          reason: {
            type: 'string',
            minLength: 3,
            maxLength: 2000,
            description: 'Required for a restore.',
          },
        },
      },
      Request: {
        type: 'object',
        required: [
          'id',
          'kind',
          'instanceId',
          'entityRef',
          'environment',
          'status',
          'requestedBy',
          'requestedAt',
          'approvalsNeeded',
          'decisions',
        ],
        properties: {
          id: {
            type: 'string',
            description:
              'Unguessable; also the name of the pipeline that executes it.',
          },
          kind: { type: 'string', enum: ['backup', 'drill', 'restore'] },
          instanceId: { type: 'string' },
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          environment: { $ref: '#/components/schemas/Environment' },
          targetEnvironment: { $ref: '#/components/schemas/Environment' },
          recoveryPointId: { $ref: '#/components/schemas/Ulid' },
          status: {
            type: 'string',
            enum: [
              'awaiting-approval',
              'approved',
              'triggering',
              'triggered',
              'running',
              'succeeded',
              'failed',
              'rejected',
              'expired',
            ],
          },
          reason: { type: 'string' },
          requestedBy: { $ref: '#/components/schemas/EntityRef' },
          requestedAt: { type: 'string', format: 'date-time' },
          approvalsNeeded: { type: 'integer', minimum: 0 },
          decisions: {
            type: 'array',
            items: { $ref: '#/components/schemas/Decision' },
          },
          pipelineUrl: { type: 'string' },
          startedAt: { type: 'string', format: 'date-time' },
          finishedAt: { type: 'string', format: 'date-time' },
          phases: { $ref: '#/components/schemas/Phases' },
          level: { $ref: '#/components/schemas/VerificationLevel' },
          kept: {
            type: 'string',
            description: 'Where the old store is kept, the way back.',
          },
          problem: { $ref: '#/components/schemas/Problem' },
          mayDecide: {
            type: 'boolean',
            description: 'Whether the caller may approve or reject it now.',
          },
        },
      },
      RestorePreview: {
        type: 'object',
        required: [
          'recoveryPoint',
          'approvalsNeeded',
          'switchKind',
          'switchDescription',
          'dataAtStakeSeconds',
          'deploymentsSince',
          'sharedWith',
          'warnings',
        ],
        properties: {
          recoveryPoint: { $ref: '#/components/schemas/RecoveryPoint' },
          approvalsNeeded: { type: 'integer' },
          switchKind: {
            type: 'string',
            enum: ['atomic', 'journalled', 'overwrite'],
          },
          switchDescription: { type: 'string' },
          dataAtStakeSeconds: {
            type: 'number',
            description:
              'Everything written since the state of the point would be lost.',
          },
          deploymentsSince: {
            type: 'array',
            items: { $ref: '#/components/schemas/Deployment' },
          },
          sharedWith: {
            type: 'array',
            items: { $ref: '#/components/schemas/EntityRef' },
            description: 'Every service that depends on this store.',
          },
          expectedSeconds: {
            type: 'number',
            description: 'What the last verified restore took.',
          },
          schemaChange: { $ref: '#/components/schemas/SchemaChange' },
          set: { $ref: '#/components/schemas/RecoverySet' },
          warnings: { type: 'array', items: { type: 'string' } },
          warningPhrases: {
            description: 'The warnings in their pieces, in the same order.',
            type: 'array',
            items: {
              type: 'array',
              items: { $ref: '#/components/schemas/PhrasePart' },
            },
          },
        },
      },
      InstanceRecovery: {
        type: 'object',
        required: [
          'instance',
          'posture',
          'lastKnownGood',
          'recoveryPoints',
          'requests',
          'bindings',
          'may',
        ],
        properties: {
          instance: { $ref: '#/components/schemas/StoreInstance' },
          posture: { $ref: '#/components/schemas/Posture' },
          lastKnownGood: { $ref: '#/components/schemas/LastKnownGood' },
          recoveryPoints: {
            type: 'array',
            items: { $ref: '#/components/schemas/RecoveryPoint' },
            description: 'The newest 20.',
          },
          nextCursor: { type: 'string' },
          requests: {
            type: 'array',
            items: { $ref: '#/components/schemas/Request' },
          },
          bindings: {
            type: 'array',
            items: { $ref: '#/components/schemas/Binding' },
          },
          schedules: {
            type: 'array',
            items: { $ref: '#/components/schemas/Schedule' },
          },
          may: {
            type: 'object',
            description:
              'What the caller may do, so that the page offers nothing that would be refused.',
            required: ['backup', 'drill', 'restore', 'manageBindings'],
            properties: {
              backup: { type: 'boolean' },
              drill: { type: 'boolean' },
              restore: { type: 'boolean' },
              manageBindings: { type: 'boolean' },
              pauseSchedules: { type: 'boolean' },
            },
          },
        },
      },
      EnvironmentRecovery: {
        type: 'object',
        required: [
          'environment',
          'production',
          'verdict',
          'instances',
          'deployments',
          'mayMark',
        ],
        properties: {
          environment: { $ref: '#/components/schemas/Environment' },
          production: { type: 'boolean' },
          verdict: {
            type: 'string',
            enum: ['protected', 'at-risk', 'unknown', 'unprotected', 'never'],
          },
          instances: {
            type: 'array',
            items: { $ref: '#/components/schemas/InstanceRecovery' },
          },
          gate: { $ref: '#/components/schemas/ServiceGate' },
          deployments: {
            type: 'array',
            items: { $ref: '#/components/schemas/Deployment' },
          },
          mayMark: { type: 'boolean' },
        },
      },
      EntityRecovery: {
        type: 'object',
        required: ['entityRef', 'asOf', 'environments', 'uncovered'],
        properties: {
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          asOf: { type: 'string', format: 'date-time' },
          environments: {
            type: 'array',
            items: { $ref: '#/components/schemas/EnvironmentRecovery' },
          },
          uncovered: {
            type: 'array',
            items: { $ref: '#/components/schemas/EntityRef' },
            description:
              'Data stores that the entity depends on and for which nothing was ever recorded. Never is a state of its own.',
          },
          standstill: { $ref: '#/components/schemas/Standstill' },
        },
      },
      Standstill: {
        type: 'object',
        description:
          'What the portal should do by itself and has stopped doing; nothing that rests on it is to be trusted.',
        required: ['since', 'tasks'],
        properties: {
          since: { type: 'string', format: 'date-time' },
          tasks: {
            type: 'array',
            minItems: 1,
            items: { $ref: '#/components/schemas/TaskHealth' },
          },
        },
      },
      TaskHealth: {
        type: 'object',
        required: ['task', 'since', 'boundSeconds'],
        properties: {
          task: { type: 'string' },
          since: {
            type: 'string',
            format: 'date-time',
            description:
              'Of its last success; of its beginning if it never had one.',
          },
          ageSeconds: { type: 'number' },
          boundSeconds: {
            type: 'number',
            description: 'It stands still when it is older.',
          },
        },
      },
      EntityPolicy: {
        type: 'object',
        required: ['entityRef', 'items'],
        properties: {
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/ExplainedPolicy' },
          },
        },
      },
      ExplainedPolicy: {
        type: 'object',
        description:
          'The rules of one entity in one environment, and where each comes from.',
        required: [
          'entityRef',
          'environment',
          'production',
          'name',
          'floor',
          'explanation',
          'ignored',
          'problems',
        ],
        properties: {
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          environment: { type: 'string' },
          production: { type: 'boolean' },
          name: {
            type: 'string',
            description:
              'Of the RecoveryPolicy that sets the floor; default where none applies.',
          },
          strengthenedBy: {
            type: 'string',
            description:
              "Of the policy that the entity's annotation names, where it made a rule stronger.",
          },
          floor: {
            type: 'string',
            description: 'Why this policy sets the floor.',
          },
          explanation: {
            type: 'array',
            items: {
              type: 'object',
              required: ['rule', 'value', 'from', 'reason'],
              properties: {
                rule: { type: 'string' },
                value: { type: 'string' },
                from: {
                  type: 'string',
                  enum: ['default', 'app-config', 'policy', 'annotation'],
                },
                reason: { type: 'string' },
              },
            },
          },
          ignored: {
            type: 'array',
            description: "What the annotation's policy says and does not get.",
            items: {
              type: 'object',
              required: ['rule', 'value', 'reason'],
              properties: {
                rule: { type: 'string' },
                value: { type: 'string' },
                reason: { type: 'string' },
              },
            },
          },
          problems: {
            type: 'array',
            description: 'What is wrong and must be put right.',
            items: { type: 'string' },
          },
        },
      },
      EntityPosture: {
        type: 'object',
        required: ['entityRef', 'asOf', 'environments', 'uncovered'],
        properties: {
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          asOf: { type: 'string', format: 'date-time' },
          environments: {
            type: 'array',
            items: { $ref: '#/components/schemas/EnvironmentPosture' },
          },
          uncovered: {
            type: 'array',
            items: { $ref: '#/components/schemas/EntityRef' },
          },
          standstill: { $ref: '#/components/schemas/Standstill' },
        },
      },
      EnvironmentPosture: {
        type: 'object',
        required: ['environment', 'production', 'verdict', 'reasons', 'stores'],
        properties: {
          environment: { $ref: '#/components/schemas/Environment' },
          production: { type: 'boolean' },
          verdict: {
            type: 'string',
            enum: ['protected', 'at-risk', 'unknown', 'unprotected', 'never'],
          },
          reasons: {
            type: 'array',
            description:
              'The worst first; each begins with the name of its data store.',
            items: {
              allOf: [
                { $ref: '#/components/schemas/Reason' },
                {
                  type: 'object',
                  required: ['entityRef'],
                  properties: {
                    entityRef: { $ref: '#/components/schemas/EntityRef' },
                  },
                },
              ],
            },
          },
          changesAt: { type: 'string', format: 'date-time' },
          stores: {
            type: 'array',
            items: {
              type: 'object',
              required: ['instanceId', 'entityRef', 'posture', 'through'],
              properties: {
                instanceId: { type: 'string' },
                entityRef: { $ref: '#/components/schemas/EntityRef' },
                posture: { $ref: '#/components/schemas/Posture' },
                through: {
                  type: 'array',
                  description:
                    'Which parts of a system depend on it; empty of what is asked for itself.',
                  items: { $ref: '#/components/schemas/EntityRef' },
                },
              },
            },
          },
        },
      },
      RebuildReport: {
        type: 'object',
        required: ['manifests', 'records', 'problems'],
        properties: {
          manifests: { type: 'integer' },
          records: { type: 'integer' },
          problems: {
            type: 'array',
            items: {
              type: 'object',
              required: ['key', 'message'],
              properties: {
                key: { type: 'string' },
                message: { type: 'string' },
              },
            },
          },
        },
      },
      OpenRun: {
        type: 'object',
        additionalProperties: false,
        required: ['secret', 'operation', 'clientTime', 'agentVersion'],
        properties: {
          secret: {
            type: 'string',
            minLength: 40,
            maxLength: 100,
            description:
              'At least 32 random bytes, base64url. Allows this opening to be repeated after a lost answer.',
          },
          operation: { type: 'string', enum: ['backup', 'drill', 'request'] },
          trigger: {
            type: 'string',
            enum: ['pre-deploy', 'baseline', 'manual', 'scheduled'],
            description: 'For `backup` only.',
          },
          environment: { $ref: '#/components/schemas/Environment' },
          sourceEnvironment: {
            allOf: [{ $ref: '#/components/schemas/Environment' }],
            description:
              'For `drill`, the environment whose recovery point is restored; the job has one of its own.',
          },
          component: { $ref: '#/components/schemas/EntityRef' },
          stores: {
            type: 'array',
            minItems: 1,
            maxItems: 50,
            items: { $ref: '#/components/schemas/EntityRef' },
          },
          requestId: {
            type: 'string',
            maxLength: 64,
            description: 'For `request`.',
          },
          recoveryPointId: { $ref: '#/components/schemas/Ulid' },
          breakGlass: {
            type: 'string',
            maxLength: 1000,
            description:
              'For `pre-deploy` only. Why this deployment goes without a recovery point; where the policy allows it.',
          },
          unchanged: {
            type: 'string',
            minLength: 1,
            maxLength: 2000,
            description:
              "For `pre-deploy` only. The pipeline's rule by which nothing changed that touches data; the policy decides whether the gate then saves all the same.",
          },
          jobName: {
            type: 'string',
            maxLength: 255,
            description:
              'What the pipeline calls this job; the gate names it to whoever must run it again.',
          },
          clientTime: { type: 'string', format: 'date-time' },
          agentVersion: { type: 'string', maxLength: 40 },
        },
      },
      BackupPlan: {
        type: 'object',
        required: [
          'instanceId',
          'entityRef',
          'environment',
          'driver',
          'recoveryPointId',
          'leaseTicket',
          'recipients',
          'partSizeBytes',
          'maxPartsInFlight',
        ],
        properties: {
          instanceId: { type: 'string' },
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          environment: { $ref: '#/components/schemas/Environment' },
          driver: { type: 'string' },
          recoveryPointId: { $ref: '#/components/schemas/Ulid' },
          leaseTicket: { type: 'integer' },
          recipients: { type: 'array', items: { type: 'string' } },
          partSizeBytes: { type: 'integer' },
          maxPartsInFlight: { type: 'integer' },
        },
      },
      ProofPlan: {
        type: 'object',
        description: 'The recovery point to restore, for a drill or a restore.',
        required: [
          'instanceId',
          'entityRef',
          'environment',
          'driver',
          'recoveryPointId',
          'manifest',
          'leaseTicket',
        ],
        properties: {
          instanceId: { type: 'string' },
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          environment: { $ref: '#/components/schemas/Environment' },
          targetEnvironment: { $ref: '#/components/schemas/Environment' },
          driver: { type: 'string' },
          recoveryPointId: { $ref: '#/components/schemas/Ulid' },
          manifest: {
            type: 'object',
            additionalProperties: true,
            description: 'The signed manifest, exactly as stored.',
          },
          signingKeys: {
            type: 'object',
            additionalProperties: true,
            description: 'JWK Set to check it with.',
          },
          leaseTicket: { type: 'integer' },
          level: { $ref: '#/components/schemas/VerificationLevel' },
        },
      },
      RunPlan: {
        type: 'object',
        required: [
          'runId',
          'runToken',
          'operation',
          'serverTime',
          'leaseExpiresAt',
          'heartbeatIntervalSeconds',
        ],
        properties: {
          runId: { $ref: '#/components/schemas/Ulid' },
          runToken: { type: 'string' },
          operation: { type: 'string', enum: ['backup', 'drill', 'restore'] },
          trigger: { $ref: '#/components/schemas/Trigger' },
          serverTime: { type: 'string', format: 'date-time' },
          leaseExpiresAt: { type: 'string', format: 'date-time' },
          heartbeatIntervalSeconds: { type: 'integer' },
          deploymentId: { $ref: '#/components/schemas/Ulid' },
          gate: { $ref: '#/components/schemas/GatePlan' },
          backups: {
            type: 'array',
            items: { $ref: '#/components/schemas/BackupPlan' },
          },
          drill: { $ref: '#/components/schemas/ProofPlan' },
          restore: { $ref: '#/components/schemas/ProofPlan' },
        },
      },
      PartDigest: {
        type: 'object',
        additionalProperties: false,
        required: ['number', 'sizeBytes', 'md5', 'sha256'],
        properties: {
          number: { type: 'integer', minimum: 1, maximum: 10000 },
          sizeBytes: { type: 'integer', minimum: 1, maximum: 5368709120 },
          md5: {
            type: 'string',
            pattern: '^[A-Za-z0-9+/]{22}==$',
            description: 'Base64, as in Content-MD5.',
          },
          sha256: { $ref: '#/components/schemas/Sha256' },
        },
      },
      SignedPart: {
        type: 'object',
        required: ['number', 'method', 'url', 'headers', 'expiresAt'],
        properties: {
          number: { type: 'integer' },
          method: { type: 'string', enum: ['PUT'] },
          url: { type: 'string' },
          headers: { type: 'object', additionalProperties: { type: 'string' } },
          expiresAt: { type: 'string', format: 'date-time' },
        },
      },
      DraftObject: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'header', 'payload', 'plaintext'],
        properties: {
          name: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,62}$' },
          header: {
            type: 'string',
            maxLength: 32768,
            description:
              'The age header, base64; the backend stores it as <name>.header.',
          },
          payload: {
            type: 'object',
            additionalProperties: false,
            required: ['sizeBytes', 'sha256', 'parts'],
            properties: {
              sizeBytes: { type: 'integer', format: 'int64', minimum: 1 },
              sha256: { $ref: '#/components/schemas/Sha256' },
              parts: {
                type: 'array',
                minItems: 1,
                maxItems: 10000,
                items: { $ref: '#/components/schemas/PartDigest' },
              },
            },
          },
          plaintext: {
            type: 'object',
            additionalProperties: false,
            required: ['sizeBytes', 'format'],
            properties: {
              sizeBytes: { type: 'integer', format: 'int64', minimum: 0 },
              format: {
                type: 'string',
                maxLength: 60,
                description: 'What the plain bytes are, e.g. pg_dump-custom.',
              },
            },
          },
        },
      },
      TableFingerprint: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'rows', 'hash'],
        properties: {
          name: {
            type: 'string',
            maxLength: 300,
            description:
              'Quoted as SQL identifiers where needed: schema.table.',
          },
          rows: { type: 'integer', format: 'int64', minimum: 0 },
          hash: {
            type: 'string',
            pattern: '^[0-9a-f]{16,64}$',
            description: 'Order-independent hash of the rows.',
          },
          bytes: { type: 'integer', format: 'int64', minimum: 0 },
        },
      },
      Fingerprint: {
        type: 'object',
        additionalProperties: false,
        required: ['algorithm', 'tables', 'schemaSha256'],
        properties: {
          algorithm: { type: 'string', maxLength: 60 },
          schemaSha256: { $ref: '#/components/schemas/Sha256' },
          tables: {
            type: 'array',
            maxItems: 100000,
            items: { $ref: '#/components/schemas/TableFingerprint' },
          },
        },
      },
      EngineFacts: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'version'],
        properties: {
          name: { type: 'string', maxLength: 40 },
          version: { type: 'string', maxLength: 80 },
          toolVersion: { type: 'string', maxLength: 120 },
          extensions: {
            type: 'array',
            maxItems: 500,
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['name', 'version'],
              properties: {
                name: { type: 'string' },
                version: { type: 'string' },
              },
            },
          },
        },
      },
      RecoveryPointDraft: {
        type: 'object',
        additionalProperties: false,
        required: [
          'leaseTicket',
          'stateAt',
          'startedAt',
          'identity',
          'engine',
          'fingerprint',
          'objects',
          'phases',
        ],
        properties: {
          leaseTicket: { type: 'integer' },
          stateAt: { type: 'string', format: 'date-time' },
          startedAt: { type: 'string', format: 'date-time' },
          identity: {
            type: 'object',
            additionalProperties: { type: 'string' },
          },
          engine: { $ref: '#/components/schemas/EngineFacts' },
          fingerprint: { $ref: '#/components/schemas/Fingerprint' },
          objects: {
            type: 'array',
            minItems: 1,
            maxItems: 64,
            items: { $ref: '#/components/schemas/DraftObject' },
          },
          phases: { $ref: '#/components/schemas/Phases' },
          changeMarker: { $ref: '#/components/schemas/ChangeMarker' },
        },
      },
      Promotable: {
        type: 'object',
        properties: {
          reason: { type: 'string', description: 'Why there is no candidate.' },
          candidate: {
            type: 'object',
            required: ['recoveryPointId', 'stateAt', 'changeMarker'],
            properties: {
              recoveryPointId: { $ref: '#/components/schemas/Ulid' },
              stateAt: { type: 'string', format: 'date-time' },
              changeMarker: { $ref: '#/components/schemas/ChangeMarker' },
            },
          },
        },
      },
      ChangeMarker: {
        type: 'object',
        description:
          'What the driver needs to know later whether anything has changed since. Nothing secret.',
        maxProperties: 20,
        additionalProperties: { type: 'string', maxLength: 20000 },
      },
      OpenedObject: {
        type: 'object',
        required: ['name', 'header', 'fileKey', 'payload'],
        properties: {
          name: { type: 'string' },
          header: { type: 'string', description: 'The age header, base64.' },
          fileKey: {
            type: 'string',
            description:
              'The unwrapped file key of this object, base64. For this job only; never written anywhere.',
          },
          payload: {
            type: 'object',
            required: ['url', 'headers', 'sizeBytes', 'sha256', 'expiresAt'],
            properties: {
              url: { type: 'string' },
              headers: {
                type: 'object',
                additionalProperties: { type: 'string' },
              },
              sizeBytes: { type: 'integer', format: 'int64' },
              sha256: { $ref: '#/components/schemas/Sha256' },
              expiresAt: { type: 'string', format: 'date-time' },
            },
          },
        },
      },
      Assertion: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'passed'],
        properties: {
          name: { type: 'string', maxLength: 200 },
          passed: { type: 'boolean' },
          expected: { type: 'string', maxLength: 500 },
          actual: { type: 'string', maxLength: 500 },
        },
      },
      ProofSubmission: {
        type: 'object',
        additionalProperties: false,
        required: ['startedAt', 'payloads', 'restored', 'phases'],
        properties: {
          startedAt: { type: 'string', format: 'date-time' },
          payloads: {
            type: 'array',
            description: 'What was read from storage.',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['name', 'sizeBytes', 'sha256'],
              properties: {
                name: { type: 'string' },
                sizeBytes: { type: 'integer', format: 'int64' },
                sha256: { $ref: '#/components/schemas/Sha256' },
              },
            },
          },
          restored: { type: 'boolean', description: 'Restored without error.' },
          fingerprint: { $ref: '#/components/schemas/Fingerprint' },
          engine: { $ref: '#/components/schemas/EngineFacts' },
          assertions: {
            type: 'array',
            maxItems: 200,
            items: { $ref: '#/components/schemas/Assertion' },
          },
          phases: { $ref: '#/components/schemas/Phases' },
          problem: { $ref: '#/components/schemas/Problem' },
        },
      },
      GateGround: {
        type: 'string',
        enum: ['fresh', 'reuse', 'off', 'skipped', 'break-glass'],
        description:
          'What a deployment goes on: fresh or reused recovery points, or none',
      },
      GatePlan: {
        type: 'object',
        description:
          "What the gate decided for a pre-deploy run, with its reasons for the job's log.",
        required: ['ground', 'reasons'],
        properties: {
          ground: { $ref: '#/components/schemas/GateGround' },
          reasons: { type: 'array', items: { type: 'string' } },
          reused: {
            type: 'array',
            description:
              'The recovery points that are used again; there is nothing to back up then.',
            items: {
              type: 'object',
              required: ['entityRef', 'recoveryPointId', 'stateAt', 'level'],
              properties: {
                entityRef: { $ref: '#/components/schemas/EntityRef' },
                recoveryPointId: { $ref: '#/components/schemas/Ulid' },
                stateAt: { type: 'string', format: 'date-time' },
                level: { $ref: '#/components/schemas/VerificationLevel' },
              },
            },
          },
        },
      },
      ServiceGate: {
        type: 'object',
        description:
          'Which gate the service has in this environment, by what its last deployment showed.',
        required: ['kind', 'mode', 'reason'],
        properties: {
          kind: {
            type: 'string',
            enum: ['easy', 'strict', 'off', 'bypass', 'unknown'],
          },
          mode: { type: 'string', enum: ['required', 'reuse', 'off'] },
          reason: { type: 'string' },
          deploymentId: { $ref: '#/components/schemas/Ulid' },
        },
      },
      Receipt: {
        type: 'object',
        required: ['token', 'deploymentId', 'expiresAt'],
        properties: {
          token: {
            type: 'string',
            description:
              'Good only together with a job token of the same project, pipeline and environment.',
          },
          deploymentId: { $ref: '#/components/schemas/Ulid' },
          expiresAt: { type: 'string', format: 'date-time' },
          ground: { $ref: '#/components/schemas/GateGround' },
          reasons: { type: 'array', items: { type: 'string' } },
        },
      },
      OutcomeReport: {
        type: 'object',
        required: ['deployment', 'stores'],
        properties: {
          deployment: { $ref: '#/components/schemas/Deployment' },
          stores: {
            type: 'array',
            items: {
              type: 'object',
              required: ['entityRef', 'environment', 'lastKnownGood'],
              properties: {
                entityRef: { $ref: '#/components/schemas/EntityRef' },
                environment: { $ref: '#/components/schemas/Environment' },
                lastKnownGood: { $ref: '#/components/schemas/LastKnownGood' },
                dataAtStakeSeconds: { type: 'number' },
                dataAtStake: { $ref: '#/components/schemas/DataAtStake' },
                response: {
                  type: 'object',
                  description:
                    'What the portal did by itself; only after a failure.',
                  required: ['action', 'reason'],
                  properties: {
                    action: {
                      type: 'string',
                      enum: ['report', 'request', 'restore'],
                    },
                    reason: { type: 'string' },
                    requestId: { type: 'string' },
                    status: { type: 'string' },
                    approvalsNeeded: { type: 'integer' },
                  },
                },
                restoreUrl: {
                  type: 'string',
                  description:
                    'Opens the restore wizard with everything filled in.',
                },
              },
            },
          },
        },
      },
      DataAtStake: {
        type: 'object',
        description:
          'What is known of what was written since the state that would be restored.',
        required: ['since', 'seconds', 'tables', 'deployments'],
        properties: {
          since: { type: 'string', format: 'date-time' },
          seconds: { type: 'number' },
          comparedWith: {
            type: 'string',
            description:
              'The newest recovery point since; what was written after it is not counted. None means that nothing is known but the time.',
          },
          comparedAt: { type: 'string', format: 'date-time' },
          tables: {
            type: 'array',
            description: 'Tables that differ between the two points.',
            items: {
              type: 'object',
              required: ['name'],
              properties: {
                name: { type: 'string' },
                rowsThen: {
                  type: 'integer',
                  format: 'int64',
                  description: 'None if there was no such table.',
                },
                rowsSince: {
                  type: 'integer',
                  format: 'int64',
                  description: 'None if there is no such table any more.',
                },
              },
            },
          },
          deployments: {
            type: 'array',
            description:
              'Deployments since, of every service that shares the store, the failed one included.',
            items: { $ref: '#/components/schemas/Deployment' },
          },
        },
      },
    },
  },
} as const;
