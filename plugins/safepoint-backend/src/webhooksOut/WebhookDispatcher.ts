import { randomBytes } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  allowanceOf,
  planCircuit,
  planRetry,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { WebhookEndpoint, WebhooksOutConfig } from '../config/webhooksOut';
import type { Delivery, StoredEvent } from './Delivery';
import type { DeliveryStore } from './DeliveryStore';
import { describeMessage } from './describeMessage';
import type { SendOutcome, WebhookSender } from './WebhookSender';

export interface WebhookDispatcherOptions {
  config: Pick<WebhooksOutConfig, 'endpoints' | 'timeoutSeconds'>;
  store: DeliveryStore;
  sender: Pick<WebhookSender, 'send'>;
  portalUrl: string;
  logger: LoggerService;
  now: () => Date;
  random?: () => number;
}

/** To one endpoint at once. */
const concurrency = 4;
/** A round ends then at the latest, plus one try; the next one goes on. */
const roundSeconds = 60;

/**
 * Delivers what is due, at least once.
 *
 * A delivery is claimed by a guarded UPDATE for as long as a try can take; of several replicas one sends it.
 * One that dies in between leaves a claim that runs out, and the next one sends the same bytes under the same
 * `webhook-id`. Endpoints are worked through side by side, each with a circuit of its own, so that one that is
 * down holds up nobody else. Order is not kept.
 */
export class WebhookDispatcher {
  constructor(private readonly options: WebhookDispatcherOptions) {}

  async run(): Promise<void> {
    const { config, logger, now, store } = this.options;
    const forgotten = await store.buryForgotten(
      config.endpoints.map(({ id }) => id),
      now(),
      'The endpoint is not configured any more.',
    );
    if (forgotten > 0) {
      logger.warn(`${forgotten} webhooks waited for endpoints that are gone.`);
    }
    const until = new Date(now().getTime() + roundSeconds * 1_000);
    await Promise.all(
      config.endpoints.map(endpoint => this.#serve(endpoint, until)),
    );
  }

  /** Until nothing is due, the endpoint is better left alone, or the round is over. */
  async #serve(endpoint: WebhookEndpoint, until: Date): Promise<void> {
    const { now, store } = this.options;
    while (now() < until) {
      const circuit = await store.readCircuit(endpoint.id);
      const allowance = allowanceOf(circuit, now(), concurrency);
      if (allowance === 0) {
        await this.#buryOverdue(endpoint);
        return;
      }
      const due = await store.listDue(endpoint.id, now(), allowance);
      const events = await store.findEvents(due.map(({ eventId }) => eventId));
      const tried = await Promise.all(
        due.map(delivery =>
          this.#deliver(endpoint, delivery, events.get(delivery.eventId)),
        ),
      );
      // All that was due is in the hands of another replica, or there was nothing.
      if (!tried.includes(true)) return;
    }
  }

  /** Whether it was ours to try. */
  async #deliver(
    endpoint: WebhookEndpoint,
    delivery: Delivery,
    event: StoredEvent | undefined,
  ): Promise<boolean> {
    const { config, now, portalUrl, sender, store } = this.options;
    const claim = randomBytes(16).toString('hex');
    const claimedAt = now();
    const until = new Date(
      claimedAt.getTime() + (2 * config.timeoutSeconds + 30) * 1_000,
    );
    const claimed = { id: delivery.id, claim };
    if (
      !(await store.tryClaim(delivery.id, { claim, now: claimedAt, until }))
    ) {
      return false;
    }
    if (!event) {
      const problem = 'What it was to tell is not kept any more.';
      await store.trySettle(claimed, {
        status: 'dead',
        settledAt: claimedAt,
        problem,
      });
      return true;
    }
    const message = describeMessage({
      event,
      delivery,
      endpoint,
      portalUrl,
      now: claimedAt,
    });
    const outcome = await sender.send(endpoint.url, message);
    await this.#settle(endpoint, delivery, claimed, outcome);
    return true;
  }

  async #settle(
    endpoint: WebhookEndpoint,
    delivery: Delivery,
    claimed: { id: string; claim: string },
    outcome: SendOutcome,
  ): Promise<void> {
    const { now, store } = this.options;
    const at = now();
    const delivered = outcome.outcome === 'delivered';
    await store.trySettle(claimed, {
      attempts: delivery.attempts + 1,
      attemptedAt: at,
      answerStatus: outcome.status,
      ...(outcome.outcome === 'delivered'
        ? { status: 'delivered', settledAt: at, problem: undefined }
        : this.#planFailure(endpoint, delivery, outcome, at)),
    });
    const circuit = await store.readCircuit(endpoint.id);
    if (delivered && circuit.failures === 0) return;
    await store.writeCircuit(
      endpoint.id,
      planCircuit(circuit, { delivered, at }),
    );
  }

  #planFailure(
    endpoint: WebhookEndpoint,
    delivery: Delivery,
    failure: Extract<SendOutcome, { outcome: 'failed' }>,
    at: Date,
  ): Partial<Delivery> {
    const { logger, random = Math.random } = this.options;
    const { gone, problem, retryAfterSeconds } = failure;
    const plan = planRetry({
      attempts: delivery.attempts + 1,
      deadline: delivery.deadline,
      now: at,
      random: random(),
      retryAfterSeconds,
      gone,
    });
    if (plan.next === 'retry') return { nextAttemptAt: plan.at, problem };
    logger.error(
      `Webhook ${delivery.id} to ${endpoint.id} is a dead letter: ${plan.reason} ${problem}`,
    );
    return {
      status: 'dead',
      settledAt: at,
      problem: `${plan.reason} ${problem}`,
    };
  }

  async #buryOverdue(endpoint: WebhookEndpoint): Promise<void> {
    const { logger, now, store } = this.options;
    const dead = await store.buryOverdue(
      endpoint.id,
      now(),
      'Not delivered in time: the endpoint has been failing, so it was left alone.',
    );
    if (dead > 0) {
      logger.error(`${dead} webhooks to ${endpoint.id} are dead letters now.`);
    }
  }
}
