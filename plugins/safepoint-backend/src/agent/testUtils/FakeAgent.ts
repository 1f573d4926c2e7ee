import { createHash, randomBytes } from 'node:crypto';
import type {
  BackupPlan,
  Fingerprint,
  OpenRunBody,
  RecoveryPointDraft,
  RunPlan,
} from '@safepoint/backstage-plugin-safepoint-common';
import {
  collect,
  encryptStream,
  FilesystemStorage,
  type SignedRequest,
} from '@safepoint/engine';
import type { ProofSubmissionBody } from '../proof/ProofRecorder';
import type { Workbench } from './createWorkbench';

export const fingerprint: Fingerprint = {
  algorithm: 'test-v1',
  schemaSha256: 'ab'.repeat(32),
  tables: [{ name: 'public.orders', rows: 3, hash: '0011223344556677' }],
};
export const engine = { name: 'postgresql', version: '15.18' };

/** Does what the agent does, without a database: real encryption, real parts, real drafts. */
export class FakeAgent {
  readonly content = randomBytes(10_000);

  constructor(
    private readonly bench: Pick<
      Workbench,
      'issuer' | 'clock' | 'storage' | 'services'
    >,
    private readonly services = bench.services,
  ) {}

  async open(
    body: Partial<OpenRunBody> = {},
    claims: Parameters<Workbench['issuer']['mint']>[0] = {},
  ): Promise<RunPlan> {
    return this.services.opener.open(await this.bench.issuer.mint(claims), {
      secret: randomBytes(32).toString('base64url'),
      operation: 'backup',
      clientTime: this.bench.clock.now.toISOString(),
      agentVersion: '0.1.0',
      ...(body.operation ? {} : { trigger: 'manual' as const }),
      ...body,
    });
  }

  /** A drill in an environment for drills, of staging unless the body says otherwise. */
  drill(
    body: Partial<OpenRunBody> = {},
    claims: Parameters<Workbench['issuer']['mint']>[0] = {},
  ): Promise<RunPlan> {
    return this.open(
      { operation: 'drill', sourceEnvironment: 'staging', ...body },
      { environment: 'drill', ...claims },
    );
  }

  run(plan: RunPlan) {
    return this.services.access.findRun(plan.runId, plan.runToken);
  }

  /** Sends every part; the draft that then completes the point. */
  async upload(
    plan: RunPlan,
    backup: BackupPlan = plan.backups![0],
    changes: Partial<RecoveryPointDraft> = {},
  ): Promise<RecoveryPointDraft> {
    const { header, payload } = await encryptStream(
      toStream(this.content),
      backup.recipients,
    );
    const bytes = await collect(payload);
    const bodies = this.#cut(bytes);
    const parts = bodies.map((body, index) => ({
      number: index + 1,
      sizeBytes: body.length,
      md5: createHash('md5').update(body).digest('base64'),
      sha256: sha256(body),
    }));
    const run = await this.run(plan);
    const point = await this.services.access.findPoint(
      run,
      backup.recoveryPointId,
    );
    const signed = await this.services.parts.sign({
      run,
      point,
      object: 'data',
      parts,
    });
    for (const [index, part] of signed.entries()) {
      await this.#send(part, bodies[index]);
    }
    return {
      leaseTicket: backup.leaseTicket,
      stateAt: this.bench.clock.now.toISOString(),
      startedAt: this.bench.clock.now.toISOString(),
      identity: { systemIdentifier: '7', oid: '16384' },
      engine,
      fingerprint,
      objects: [
        {
          name: 'data',
          header: header.toString('base64'),
          payload: { sizeBytes: bytes.length, sha256: sha256(bytes), parts },
          plaintext: {
            sizeBytes: this.content.length,
            format: 'pg_dump-custom',
          },
        },
      ],
      phases: { dump: 1 },
      ...changes,
    };
  }

  /** In two, but for S3, where every part except the last has at least 5 MiB. */
  #cut(bytes: Buffer): Buffer[] {
    if (this.bench.storage.kind === 's3') return [bytes];
    const half = Math.floor(bytes.length / 2);
    return [bytes.subarray(0, half), bytes.subarray(half)];
  }

  /** To a folder without the server that the portal is for it. */
  async #send(part: SignedRequest, body: Uint8Array): Promise<void> {
    const { storage } = this.bench;
    if (storage instanceof FilesystemStorage) {
      await storage.receivePart(part.headers['safepoint-part'], toStream(body));
      return;
    }
    const { method, url, headers } = part;
    const answer = await fetch(url, {
      method,
      headers,
      body: new Uint8Array(body),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }

  async complete(
    plan: RunPlan,
    draft: RecoveryPointDraft,
    backup: BackupPlan = plan.backups![0],
  ) {
    const run = await this.run(plan);
    const point = await this.services.access.findPoint(
      run,
      backup.recoveryPointId,
    );
    return this.services.completer.complete(run, point, draft);
  }

  async finish(plan: RunPlan, outcome: 'succeeded' | 'failed' = 'succeeded') {
    return this.services.finisher.finish(await this.run(plan), { outcome });
  }

  /** A whole backup; its plan, its point and what finishing it answered. */
  async backUp(
    body: Partial<OpenRunBody> = {},
    claims: Parameters<Workbench['issuer']['mint']>[0] = {},
  ) {
    const plan = await this.open(body, claims);
    const draft = await this.upload(plan);
    const point = await this.complete(plan, draft);
    return { plan, draft, point, ...(await this.finish(plan)) };
  }

  /** What a drill that went well submits, or one that differs. */
  proof(
    manifest: {
      objects: {
        name: string;
        payload: { sizeBytes: number; sha256: string };
      }[];
    },
    changes: Partial<ProofSubmissionBody> = {},
  ): ProofSubmissionBody {
    return {
      startedAt: this.bench.clock.now.toISOString(),
      payloads: manifest.objects.map(({ name, payload }) => ({
        name,
        sizeBytes: payload.sizeBytes,
        sha256: payload.sha256,
      })),
      restored: true,
      fingerprint,
      engine,
      phases: { apply: 2 },
      ...changes,
    };
  }
}

async function* toStream(bytes: Uint8Array) {
  yield bytes;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
