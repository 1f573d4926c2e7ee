import { randomUUID } from 'node:crypto';
import type { Project, Webhook, WebhookEvent } from '../state/types';
import { signatureHeaders } from './signatureHeaders';

const eventHeaders: Readonly<Record<WebhookEvent, string>> = {
  pipeline: 'Pipeline Hook',
  job: 'Job Hook',
  deployment: 'Deployment Hook',
};

/** GitLab gives a receiver ten seconds. */
const timeoutMilliseconds = 10_000;

/** Sends events to webhooks: once each, in the order of the events, as GitLab without a retry. */
export class WebhookDelivery {
  readonly #queues = new Map<number, Promise<void>>();
  readonly #stopped = new AbortController();
  readonly #log: (line: string) => void;
  readonly #serverUrl: () => string;

  constructor(options: {
    log: (line: string) => void;
    serverUrl: () => string;
  }) {
    this.#log = options.log;
    this.#serverUrl = options.serverUrl;
  }

  /** Queues an event. The body is fixed now: it tells of this moment. */
  send(project: Project, event: WebhookEvent, payload: object): void {
    const body = JSON.stringify(payload);
    project.webhooks
      .filter(webhook => webhook.events.includes(event))
      .forEach(webhook => {
        const before = this.#queues.get(webhook.id) ?? Promise.resolve();
        this.#queues.set(
          webhook.id,
          before.then(() => this.#deliver(webhook, event, body)),
        );
      });
  }

  /** Resolves when everything queued so far was sent. */
  async settle(): Promise<void> {
    await Promise.all(this.#queues.values());
  }

  /** Gives up what was not sent yet. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.settle();
  }

  async #deliver(
    webhook: Webhook,
    event: WebhookEvent,
    body: string,
  ): Promise<void> {
    if (this.#stopped.signal.aborted) return;
    const id = randomUUID();
    try {
      const response = await fetch(webhook.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'GitLab/local',
          'idempotency-key': id,
          'x-gitlab-event': eventHeaders[event],
          'x-gitlab-webhook-uuid': webhook.uuid,
          'x-gitlab-instance': this.#serverUrl(),
          'x-gitlab-event-uuid': id,
          ...(webhook.token ? { 'x-gitlab-token': webhook.token } : {}),
          ...(webhook.signingToken
            ? signatureHeaders(webhook.signingToken, id, body)
            : {}),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([
          this.#stopped.signal,
          AbortSignal.timeout(timeoutMilliseconds),
        ]),
      });
      await response.arrayBuffer();
      if (!response.ok)
        this.#log(`webhook ${webhook.id} was answered ${response.status}`);
    } catch (error) {
      // A lost webhook is an ordinary thing, which the receiver has to live with: it is told, not repeated.
      if (!this.#stopped.signal.aborted) {
        this.#log(
          `webhook ${webhook.id} was not delivered: ${
            error instanceof Error ? error.message : error
          }`,
        );
      }
    }
  }
}
