import type { RequestView } from '@safepoint/backstage-plugin-safepoint-common';
import { screen, waitFor, within } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import {
  aRecovery,
  aRequest,
  anEnvironment,
  anInstance,
  brokenRecovery,
  hoursAgo,
  minutesAgo,
} from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';

function withRequests(...requests: RequestView[]) {
  return new FakeSafepointApi(
    aRecovery({
      environments: [anEnvironment({ instances: [anInstance({ requests })] })],
    }),
  );
}

describe('RequestSection', () => {
  it('says that nobody asked for anything', async () => {
    renderRecovery(withRequests());
    expect(
      await screen.findByText('Nobody has asked for anything yet.'),
    ).toBeInTheDocument();
  });

  it('lets who may decide approve, with the consequences before their eyes', async () => {
    const api = new FakeSafepointApi(brokenRecovery);
    const { user } = renderRecovery(api);
    await user.click(await screen.findByRole('button', { name: 'Approve…' }));
    const dialog = within(
      await screen.findByRole('dialog', {
        name: 'Approve the restore of orders-db',
      }),
    );
    expect(
      dialog.getByText(
        'dana asks: The migration of c0ffee11 halved every price.',
      ),
    ).toBeInTheDocument();
    expect(
      await dialog.findByText(
        'Everything written in the last 16 minutes is lost.',
      ),
    ).toBeInTheDocument();
    await user.type(dialog.getByRole('textbox', { name: 'Comment' }), 'Seen.');
    await user.click(dialog.getByRole('button', { name: 'Approve' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(api.callsOf('decideRequest')).toEqual([
      ['rq_5Qe0pWm1', { decision: 'approve', comment: 'Seen.' }],
    ]);
  });

  it('rejects', async () => {
    const api = new FakeSafepointApi(brokenRecovery);
    const { user } = renderRecovery(api);
    await user.click(await screen.findByRole('button', { name: 'Reject…' }));
    await user.click(await screen.findByRole('button', { name: 'Reject' }));
    await waitFor(() =>
      expect(api.callsOf('decideRequest')).toEqual([
        ['rq_5Qe0pWm1', { decision: 'reject', comment: undefined }],
      ]),
    );
  });

  it('stays open with the portal’s words when a decision is refused', async () => {
    const api = new FakeSafepointApi(brokenRecovery);
    api.failures.set('decideRequest', new Error('You asked for it yourself.'));
    const { user } = renderRecovery(api);
    await user.click(await screen.findByRole('button', { name: 'Approve…' }));
    await user.click(await screen.findByRole('button', { name: 'Approve' }));
    expect(
      await screen.findByText('You asked for it yourself.'),
    ).toBeInTheDocument();
  });

  it('gives the requester no button, only what it waits for', async () => {
    renderRecovery(withRequests(aRequest({ mayDecide: false })));
    expect(
      await screen.findByText(/0 of 1 approvals · Waits for another person/),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Approve…' }),
    ).not.toBeInTheDocument();
  });

  it.each<[RequestView['status'], string]>([
    ['awaiting-approval', 'waits for approval'],
    ['approved', 'approved'],
    ['triggering', 'starting'],
    ['triggered', 'pipeline started'],
    ['running', 'running'],
    ['succeeded', 'succeeded'],
    ['failed', 'failed'],
    ['rejected', 'rejected'],
    ['expired', 'expired'],
  ])('calls the status %s "%s"', async (status, words) => {
    renderRecovery(withRequests(aRequest({ status, mayDecide: false })));
    const section = await screen.findByRole('region', { name: 'Requests' });
    expect(within(section).getByText(words)).toBeInTheDocument();
  });

  it('reports how a restore ended, and where the old store is', async () => {
    renderRecovery(
      withRequests(
        aRequest({
          status: 'succeeded',
          mayDecide: false,
          level: 'L3',
          kept: 'orders_before_01JDB',
          pipelineUrl:
            'https://gitlab.example.com/platform/recovery/-/pipelines/90',
          phases: { apply: 180, switch: 0.4 },
          decisions: [
            {
              by: 'user:default/sam',
              at: minutesAgo(2),
              decision: 'approve',
              comment: 'Go.',
            },
          ],
        }),
      ),
    );
    expect(
      await screen.findByText(
        'The old store is kept as orders_before_01JDB. It is the way back.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('Approved by sam: Go.')).toBeInTheDocument();
    expect(screen.getByText('Proven to L3')).toBeInTheDocument();
    expect(
      screen.getByText(/apply 3 min · switch 0.4 sec/),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Pipeline' })).toHaveAttribute(
      'href',
      'https://gitlab.example.com/platform/recovery/-/pipelines/90',
    );
  });

  it('shows what is open before what ended, and the rest when asked', async () => {
    const ended = [1, 2, 3, 4].map(number =>
      aRequest({
        id: `ended-${number}`,
        status: 'succeeded',
        reason: `ended ${number}`,
        requestedAt: hoursAgo(number),
      }),
    );
    const { user } = renderRecovery(
      withRequests(...ended, aRequest({ reason: 'still open' })),
    );
    const reasons = async () =>
      (await screen.findAllByText(/asked for by/)).map(
        ({ textContent }) => textContent!.split(': ')[1],
      );
    expect(await reasons()).toEqual(['still open', 'ended 1', 'ended 2']);
    await user.click(
      screen.getByRole('button', { name: 'Show 2 older requests' }),
    );
    expect(await reasons()).toHaveLength(5);
  });
});
