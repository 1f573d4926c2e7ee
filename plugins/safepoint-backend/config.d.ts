import type { HumanDuration } from '@backstage/types';

export interface Config {
  safepoint?: {
    /**
     * The only audience of the ID tokens of CI jobs. Default: `backend.baseUrl`.
     */
    audience?: string;

    /**
     * Where the bytes of recovery points land. `filesystem` is a folder of the portal's and not WORM;
     * production takes `s3`.
     */
    storage:
      | {
          type: 'filesystem';
          /** Absolute path of a folder that every replica of the portal shares. */
          root: string;
          /** Folder below the root. */
          prefix?: string;
        }
      | {
          type: 's3';
          bucket: string;
          region: string;
          /** For another S3 than AWS's. */
          endpoint?: string;
          /** Keys begin with it. */
          prefix?: string;
          /** Without it, the AWS SDK's own chain of credentials. */
          accessKeyId?: string;
          /** @visibility secret */
          secretAccessKey?: string;
          /** Bucket in the path and not in the host name; most S3 other than AWS's need it. */
          forcePathStyle?: boolean;
        };

    /** What manifests and records are signed with; `safepoint keys init` makes the key. */
    signing: {
      /** File with the private Ed25519 key as a JWK. */
      privateKeyFile: string;
      /** Public JWKs of former keys, as JSON; what they signed stays valid. */
      previousPublicKeys?: string[];
    };

    encryption: {
      /** File with the age identity that only the portal uses. */
      backendIdentityFile: string;
      /** age recipients whose private half is kept offline; at least one. */
      escrowRecipients: string[];
    };

    gitlab: {
      issuers: Array<{
        /** Issuer of the ID tokens: the GitLab's URL. */
        url: string;
        /** Host in `integrations.gitlab`. Default: the host of `url`. */
        host?: string;
        /** Default: that of `integrations.gitlab`, otherwise `<url>/api/v4`. */
        apiBaseUrl?: string;
        /**
         * Token of the bot that creates pipelines in the recovery project. Default: that of
         * `integrations.gitlab`.
         * @visibility secret
         */
        token?: string;
        /**
         * What GitLab's webhooks prove themselves with; several while it is changed. A signing token of
         * GitLab 19 and newer begins with `whsec_`, anything else is the webhook's secret token. Without
         * one, webhooks are not received.
         * @deepVisibility secret
         */
        webhookSecret?: string | string[];
        /** The platform team's project whose pipelines do what the portal triggers. */
        recoveryProject: {
          /** Numeric id. */
          id: string;
          /** Default: main. */
          ref?: string;
        };
        /** Patience with the creation of pipelines. */
        pipelines?: {
          /**
           * After a lost answer GitLab gets that long to finish what it may have begun, before a second
           * try. At least 30 seconds. Default: 2 minutes.
           */
          settleFor?: HumanDuration | string;
          /** A request that GitLab did not take for that long fails. Default: 1 hour. */
          giveUpAfter?: HumanDuration | string;
        };
      }>;
      bindings?: {
        /** Bindings of projects below these namespaces are confirmed as soon as they are proposed. */
        rules?: Array<{
          /** Numeric id of the group or user namespace that the project lies in. */
          namespaceId: string;
          /** Default: the only issuer. */
          issuer?: string;
          /** `*` for all. */
          environments: string[];
          operations: Array<'backup' | 'drill' | 'restore' | 'deploy'>;
        }>;
      };
    };

    environments?: {
      /** Names that count as production, in any case. Default: production and prod. */
      production?: string[];
      /**
       * Names of the environments that drills run in, each with the environments whose recovery points it
       * may read; `*` for all that a binding entitles to. Never production. Default: `drill: ['*']`.
       */
      drill?: { [environment: string]: string[] };
    };

    /** Rules as code, of the catalog's kind RecoveryPolicy; docs/policies.md says how they come to hold. */
    policies?: {
      /**
       * Where policies are taken from: a target stands for itself and for everything below it. Default:
       * nowhere.
       */
      locations?: Array<{
        /** As in `catalog.locations`. Default: url. */
        type?: 'url' | 'file';
        target: string;
      }>;
      /** The first one that matches gives the floor of an entity; what none matches has the safe default. */
      selectors?: Array<{
        /**
         * What must be so, each by any of its values; `tags` are all needed. Nothing matches everything.
         */
        match?: {
          kind?: string | string[];
          type?: string | string[];
          lifecycle?: string | string[];
          tags?: string | string[];
          owner?: string | string[];
          system?: string | string[];
          environment?: string | string[];
        };
        /** Name of the policy. */
        policy: string;
      }>;
    };

    objectives?: {
      /** Tolerated data loss. Default: 24 hours. */
      rpo?: HumanDuration | string;
      /** Tolerated time to service. Default: 1 hour. */
      rto?: HumanDuration | string;
      /** How old a proof may be. Default: 7 days. */
      verifiedWithin?: HumanDuration | string;
      /** The level that counts as a proof. Default: L3. */
      verificationLevel?: 'L0' | 'L1' | 'L2' | 'L3' | 'L4' | 'L5';
    };

    gate?: {
      /**
       * What a deployment needs: a fresh recovery point of every store (`required`, the default), a proven
       * one that is fresh enough (`reuse`), or nothing (`off`). Production takes `mode`, `breakGlass` and
       * `whenUnchanged` from its own section below only.
       */
      mode?: 'required' | 'reuse' | 'off';
      /** For `reuse`: how old a recovery point may be. Default: 10 minutes. */
      reuseWithin?: HumanDuration | string;
      /** How long a gate lets its deployment start. Default: 1 hour. */
      receiptValidFor?: HumanDuration | string;
      /** How old a recovery point may be when the deploy job starts. Default: `receiptValidFor`. */
      maxPointAge?: HumanDuration | string;
      /**
       * Whether a deployment may go without a recovery point for a reason that somebody gives. Default:
       * allowed, and forbidden in production.
       */
      breakGlass?: 'allowed' | 'forbidden';
      /**
       * What the gate does where a pipeline says that nothing changed that touches data: let the deployment go
       * without a recovery point, or save all the same. Default: skip, and save in production.
       */
      whenUnchanged?: 'skip' | 'save';
      /**
       * What the portal does by itself when a deployment has failed: say where the way back is (`report`, the
       * default), ask for the restore, which then needs at least one approval (`request`), or restore outside
       * of production (`restore`; in production it asks).
       */
      onFailure?: 'report' | 'request' | 'restore';
      /** By the environment's name, in any case; what is left out is as above. */
      environments?: {
        [environment: string]: {
          mode?: 'required' | 'reuse' | 'off';
          reuseWithin?: HumanDuration | string;
          receiptValidFor?: HumanDuration | string;
          maxPointAge?: HumanDuration | string;
          breakGlass?: 'allowed' | 'forbidden';
          whenUnchanged?: 'skip' | 'save';
          onFailure?: 'report' | 'request' | 'restore';
        };
      };
    };

    restores?: {
      /** When production is read or written. `approvals` is at least 1. */
      production?: { approvals?: number };
      '*'?: { approvals?: number };
    };

    /** What jobs may do while the portal cannot be reached. */
    direct?: {
      /** Default: false. Needs a storage that jobs reach without the portal. */
      enabled?: boolean;
      /** Environments whose jobs may; `*` for all. Needed if enabled. */
      environments?: string[];
      /** How long a published plan is good, and so a revoked right. Default: 3 days. */
      validFor?: HumanDuration | string;
      /** Most that one recovery point may take. Default: 500. */
      maxStoredGiB?: number;
    };

    lease?: {
      /** Without a heartbeat for that long, a run is lost. Default: 5 minutes. */
      duration?: HumanDuration | string;
      /** Default: 30 seconds; less than half of `duration`. */
      heartbeatInterval?: HumanDuration | string;
    };

    /** What holds for all scheduled backups and drills; when they are, policies say. */
    schedules?: {
      /** Over how long a fleet is spread at most; each store always has the same place. Default: 15 minutes. */
      maxJitter?: HumanDuration | string;
      /** How much may be under way before nothing scheduled is added. */
      atOnce?: {
        /** Default: 50. */
        fleet?: number;
        /** In one recovery project. Default: 25. */
        perProject?: number;
      };
      /** A turn that is later than that is a problem that is told. Default: 15 minutes. */
      overdueAfter?: HumanDuration | string;
      /** How long a schedule may be paused at most. Default: 30 days. */
      longestPause?: HumanDuration | string;
      /** When nothing scheduled starts; what became due starts afterwards. */
      maintenanceWindows?: Array<{
        name: string;
        /** When it begins; five fields. */
        cron: string;
        /** IANA name. Default: UTC. */
        timezone?: string;
        duration: HumanDuration | string;
        /** Default: all. */
        environments?: string[];
        /** Entity references, with `*` for any part of one. Default: all. */
        entities?: string[];
        /** Default: both. */
        work?: Array<'backup' | 'drill'>;
      }>;
    };

    /** How people are told of what is wrong; whom is `notify` of the policy's to say. */
    alerts?: {
      /** Groups and users that are told where the catalog knows no owner. */
      fallback?: string[];
      /** When nothing but critical problems is told; the rest follows in one message at the end. */
      quietTimes?: Array<{
        /** On which days it begins. Default: all. */
        days?: Array<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'>;
        /** `HH:MM`, in quotes. */
        from: string;
        /** `HH:MM`; on the next day if it is not after `from`. */
        to: string;
        /** IANA name. */
        timezone: string;
      }>;
      /** Who else is told of a critical problem that nobody acknowledged; in order. */
      escalation?: Array<{
        after: HumanDuration | string;
        /** Groups and users. */
        to: string[];
      }>;
      /** A problem that stays away for that long is resolved. Default: 5 minutes. */
      resolvedAfter?: HumanDuration | string;
    };

    /** Events to others: docs/webhooks.md. */
    webhooksOut?: {
      endpoints?: {
        /** Deliveries are told apart by it: a-z, 0-9 and -. */
        id: string;
        /**
         * Its path may be all that the receiver knows its callers by.
         * @visibility secret
         */
        url: string;
        /** Only then may the address be http. Default: false. */
        allowHttp?: boolean;
        /** Types, or the beginning of some followed by `*`. Default: `dev.safepoint.*`. */
        types?: string[];
        /** Default: all. */
        environments?: string[];
        /** Entity references. Default: all. */
        entities?: string[];
        /**
         * `whsec_` and a key in base64; several while they are rotated.
         * @deepVisibility secret
         */
        secrets: string[];
        /** For receivers that know `application/json` only. Default: cloudevents. */
        contentType?: 'cloudevents' | 'json';
      }[];
      /** Private ranges that may be called after all, as `10.1.0.0/16`. Default: none. */
      allowPrivateAddresses?: string[];
      /** Of one try. Default: 10 seconds. */
      timeout?: HumanDuration | string;
      /** What is not delivered for that long is a dead letter. Default: 3 days. */
      deadline?: HumanDuration | string;
    };

    /** What services may start and tell: docs/automation.md. */
    automation?: {
      principals?: {
        /** Of the token, as in `backend.auth.externalAccess`. */
        subject: string;
        may: ('backup' | 'drill' | 'record-external' | 'report-deployment')[];
        /** Entity references, or `*` alone. */
        entities: string[];
        /** Names, or `*` alone. */
        environments: string[];
      }[];
      /** Calls of one service in a minute. Default: 60. */
      callsPerMinute?: number;
    };

    /** The rolling look at what is stored. */
    scrub?: {
      /** Every recovery point is looked at once in it. From an hour to 90 days. Default: 7 days. */
      period?: HumanDuration | string;
      /** Of the points looked at, how many are read in full, from 0 to 1. Default: 0.02. */
      readShare?: number;
      /** No point is begun to be read any more when a day's reading has come to that. Default: 100. */
      readGiBPerDay?: number;
      /** Objects without a manifest are told of when they are that old; at least a day. Default: 7 days. */
      strayAfter?: HumanDuration | string;
    };

    /** What becomes of recovery points that no rule of a policy keeps: docs/retention.md. */
    retention?: {
      /** How long what is planned to go can be taken back; at least an hour. Default: 3 days. */
      grace?: HumanDuration | string;
      /** With `plan-only` the portal shows what would go and deletes nothing. Default: delete. */
      mode?: 'delete' | 'plan-only';
      /**
       * How stored objects are locked where a policy says `immutableFor`: nobody ends a `compliance` lock
       * before its time. Default: governance.
       */
      lockMode?: 'governance' | 'compliance';
    };

    metrics?: {
      /** So many data stores have series of their own; 0: none has. Default: 5000. */
      maxStores?: number;
    };

    rateLimits?: {
      /** Requests of one address to `/agent` in a minute. Default: 600. */
      agentPerMinute?: number;
      /** Requests of one address to `/storage` in a minute. Default: 6000. */
      storagePerMinute?: number;
    };
  };
}
