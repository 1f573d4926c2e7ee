import { fireEvent, screen, waitFor } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import {
  aDeployment,
  aRecovery,
  anEnvironment,
  brokenRecovery,
  failedDeployment,
  minutesAgo,
} from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';
import { toLocalInputValue } from '../../format/formatTime';

const markButton = { name: 'Mark deployment c0ffee11 bad' };

describe('DeploymentSection', () => {
  it('says that nothing was deployed', async () => {
    renderRecovery(
      new FakeSafepointApi(
        aRecovery({ environments: [anEnvironment({ deployments: [] })] }),
      ),
    );
    expect(
      await screen.findByText('No deployment to production was recorded yet.'),
    ).toBeInTheDocument();
  });

  it('shows a bypass and a bad mark in words', async () => {
    const deployment = aDeployment({
      gate: 'none',
      gateReasons: ['No gate of this pipeline took a recovery point.'],
      markedBad: {
        since: minutesAgo(30),
        by: 'user:default/sam',
        at: minutesAgo(5),
        reason: 'Totals are wrong.',
      },
    });
    renderRecovery(
      new FakeSafepointApi(
        aRecovery({
          environments: [anEnvironment({ deployments: [deployment] })],
        }),
      ),
    );
    expect(await screen.findByText('bypassed')).toBeInTheDocument();
    expect(
      screen.getByText('No gate of this pipeline took a recovery point.'),
    ).toBeInTheDocument();
    expect(screen.getByText('marked bad')).toBeInTheDocument();
    expect(
      screen.getByText(/says sam: Totals are wrong\./),
    ).toBeInTheDocument();
  });

  it('says which gate the service has', async () => {
    renderRecovery(
      new FakeSafepointApi(
        aRecovery({
          environments: [
            anEnvironment({
              gate: { kind: 'easy', mode: 'required', reason: 'D1' },
            }),
          ],
        }),
      ),
    );
    expect(
      await screen.findByText(/^easy\. Only the order of stages/),
    ).toBeInTheDocument();
  });

  it('shows in whose words the glass was broken, as text', async () => {
    const deployment = aDeployment({
      gate: 'break-glass',
      ground: 'break-glass',
      breakGlass: { reason: '<b>the database</b> is down', by: 'dana' },
    });
    renderRecovery(
      new FakeSafepointApi(
        aRecovery({
          environments: [
            anEnvironment({
              deployments: [
                deployment,
                aDeployment({
                  id: '01KAP0000000000000000000R2',
                  ground: 'reuse',
                }),
              ],
            }),
          ],
        }),
      ),
    );
    expect(
      await screen.findByText('glass broken: no recovery point'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('dana says: <b>the database</b> is down'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('on a recovery point that was there already'),
    ).toBeInTheDocument();
  });

  it('marks a deployment bad from its exact start on', async () => {
    const api = new FakeSafepointApi(brokenRecovery);
    const { user } = renderRecovery(api);
    await user.click(await screen.findByRole('button', markButton));
    await user.type(
      await screen.findByRole('textbox', { name: /What did it damage/ }),
      'Prices are halved.',
    );
    await user.click(screen.getByRole('button', { name: 'Mark bad' }));
    await waitFor(() =>
      expect(api.callsOf('markDeploymentBad')).toEqual([
        [
          failedDeployment.id,
          { since: undefined, reason: 'Prices are halved.' },
        ],
      ]),
    );
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('marks it bad since another moment, which is not in the future', async () => {
    const api = new FakeSafepointApi(brokenRecovery);
    const { user } = renderRecovery(api);
    await user.click(await screen.findByRole('button', markButton));
    await user.type(
      await screen.findByRole('textbox', { name: /What did it damage/ }),
      'Prices are halved.',
    );
    const since = screen.getByLabelText('Damaging data since');
    const tomorrow = toLocalInputValue(minutesAgo(-1440));
    fireEvent.change(since, { target: { value: tomorrow } });
    await user.click(screen.getByRole('button', { name: 'Mark bad' }));
    expect(
      screen.getByText('This moment is in the future.'),
    ).toBeInTheDocument();
    expect(api.callsOf('markDeploymentBad')).toEqual([]);

    const moment = toLocalInputValue(minutesAgo(7));
    fireEvent.change(since, { target: { value: moment } });
    await user.click(screen.getByRole('button', { name: 'Mark bad' }));
    await waitFor(() =>
      expect(api.callsOf('markDeploymentBad')).toEqual([
        [
          failedDeployment.id,
          {
            since: new Date(moment).toISOString(),
            reason: 'Prices are halved.',
          },
        ],
      ]),
    );
  });

  it('takes a mark back', async () => {
    const deployment = aDeployment({
      markedBad: {
        since: minutesAgo(30),
        by: 'user:default/sam',
        at: minutesAgo(5),
        reason: 'Totals are wrong.',
      },
    });
    const api = new FakeSafepointApi(
      aRecovery({
        environments: [anEnvironment({ deployments: [deployment] })],
      }),
    );
    const { user } = renderRecovery(api);
    await user.click(
      await screen.findByRole('button', {
        name: 'Take back the mark on 8f3c2a1b',
      }),
    );
    await user.type(
      await screen.findByRole('textbox', { name: /Why was it not bad/ }),
      'It was the report.',
    );
    await user.click(screen.getByRole('button', { name: 'Take back' }));
    await waitFor(() =>
      expect(api.callsOf('unmarkDeploymentBad')).toEqual([
        [deployment.id, { reason: 'It was the report.' }],
      ]),
    );
  });
});
