import { renderInTestApp } from '@backstage/frontend-test-utils';
import type {
  WebhookApi,
  WebhookDeliveryView,
  WebhookEndpointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { webhookApiRef } from './webhookApiRef';
import { WebhooksPage } from './WebhooksPage';

const endpoint: WebhookEndpointView = {
  id: 'make',
  host: 'hooks.example.com',
  types: ['dev.safepoint.*'],
  failures: 0,
  pending: 2,
  dead: 1,
};
const dead: WebhookDeliveryView = {
  id: '01J00000000000000000000001',
  endpointId: 'make',
  eventId: 'e1',
  type: 'dev.safepoint.drill.failed',
  entityRef: 'resource:default/orders-db',
  environment: 'production',
  status: 'dead',
  attempts: 14,
  createdAt: new Date().toISOString(),
  deadline: new Date().toISOString(),
  problem: 'The endpoint answered 500.',
};

/** A portal with what it was given; a dead letter that is sent again waits. */
class FakeWebhooks implements WebhookApi {
  redelivered: string[] = [];
  failure?: Error;
  refusal?: Error;

  constructor(
    readonly endpoints: WebhookEndpointView[],
    public deliveries: WebhookDeliveryView[],
  ) {}

  async listEndpoints() {
    if (this.failure) throw this.failure;
    return this.endpoints;
  }

  async listDeliveries({ status }: { status?: string }) {
    return {
      items: this.deliveries.filter(one => !status || one.status === status),
    };
  }

  async redeliver(id: string) {
    if (this.refusal) throw this.refusal;
    this.redelivered.push(id);
    this.deliveries = this.deliveries.map(one =>
      one.id === id ? { ...one, status: 'pending' } : one,
    );
    return this.deliveries[0];
  }
}

function render(api: FakeWebhooks) {
  renderInTestApp(<WebhooksPage />, { apis: [[webhookApiRef, api]] });
  return userEvent.setup();
}

const again = () =>
  screen.findByRole('button', {
    name: 'Send dev.safepoint.drill.failed of resource:default/orders-db to make again',
  });

describe('WebhooksPage', () => {
  it('shows how endpoints are, and what did not arrive with its reason', async () => {
    render(
      new FakeWebhooks(
        [
          endpoint,
          { ...endpoint, id: 'shaky', failures: 3 },
          {
            ...endpoint,
            id: 'down',
            failures: 7,
            pausedUntil: '2999-01-01T00:00:00Z',
          },
        ],
        [dead],
      ),
    );
    const table = await screen.findByRole('table', {
      name: 'Where events are sent to',
    });
    expect(within(table).getByText('Well')).toBeInTheDocument();
    expect(within(table).getByText('Failing, 3 in a row')).toBeInTheDocument();
    expect(within(table).getByText(/Left alone until/)).toBeInTheDocument();
    expect(within(table).getAllByText('hooks.example.com')).toHaveLength(3);
    const letters = screen.getByRole('table', {
      name: /could not be delivered/,
    });
    expect(
      within(letters).getByText('Tried 14 times: The endpoint answered 500.'),
    ).toBeInTheDocument();
  });

  it('sends a dead letter again, and it is none any more', async () => {
    const api = new FakeWebhooks([endpoint], [dead]);
    const user = render(api);
    await user.click(await again());
    expect(
      await screen.findByText('There is no dead letter.'),
    ).toBeInTheDocument();
    expect(api.redelivered).toEqual([dead.id]);
  });

  it('says why the portal did not send it again', async () => {
    const api = new FakeWebhooks([endpoint], [dead]);
    api.refusal = new Error('The endpoint make is not configured any more');
    const user = render(api);
    await user.click(await again());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /not configured any more/,
    );
  });

  it('says what is missing where nothing is configured', async () => {
    render(new FakeWebhooks([], []));
    expect(
      await screen.findByText(/safepoint.webhooksOut.endpoints is empty/),
    ).toBeInTheDocument();
    expect(screen.getByText('Nothing was sent yet.')).toBeInTheDocument();
  });

  it('says who may not see it why', async () => {
    const api = new FakeWebhooks([endpoint], []);
    api.failure = new Error('You need safepoint.webhook.manage for this.');
    render(api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /safepoint.webhook.manage/,
    );
  });
});
