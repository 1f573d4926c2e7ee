import { screen, within } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import {
  aPoint,
  aRecovery,
  anEnvironment,
  anInstance,
  brokenRecovery,
  hoursAgo,
  minutesAgo,
  pointIds,
} from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';

const caption = 'Recovery points of orders-db, newest first';

async function rows() {
  const table = await screen.findByRole('table', { name: caption });
  return within(table).getAllByRole('row').slice(1);
}

describe('RecoveryPointSection', () => {
  it('shows of each point when, why, for which deployment, how large, how proven', async () => {
    renderRecovery(new FakeSafepointApi(brokenRecovery));
    const [running, beforeBad, baseline, lost] = await rows();
    expect(running).toHaveTextContent(/started 1 minute ago.*by hand.*running/);
    expect(beforeBad).toHaveTextContent(
      /16 minutes ago.*Last known good.*before a deploy.*c0ffee11.*186 MB.*L1.*available/,
    );
    expect(baseline).toHaveTextContent(/9 days ago.*baseline.*8f3c2a1b.*L3/);
    expect(lost).toHaveTextContent(/scheduled.*lost/);
    expect(
      within(beforeBad).getByRole('link', { name: 'c0ffee11' }),
    ).toHaveAttribute(
      'href',
      'https://gitlab.example.com/shop/orders/-/pipelines/1056',
    );
    expect(within(beforeBad).getByText('16 minutes ago')).toHaveAttribute(
      'title',
      expect.stringContaining(String(new Date().getFullYear())),
    );
  });

  it('restores from any usable point, and from no other', async () => {
    const { user } = renderRecovery(new FakeSafepointApi(brokenRecovery));
    const [running, , baseline] = await rows();
    const button = (row: HTMLElement) =>
      within(row).getByRole('button', { name: /Restore the state of/ });
    expect(button(running)).toHaveAttribute('aria-disabled', 'true');
    await user.click(button(baseline));
    expect(
      await screen.findByRole('radio', { name: /baseline/ }),
    ).toBeChecked();
  });

  it('opens the details with locations, failed checks first, and phases', async () => {
    const { user } = renderRecovery(new FakeSafepointApi(brokenRecovery));
    const [, , baseline] = await rows();
    const toggle = within(baseline).getByRole('button', { name: /Details of/ });
    expect(toggle).toHaveAttribute('aria-expanded', 'false');
    await user.click(toggle);
    expect(toggle).toHaveAttribute('aria-expanded', 'true');
    expect(
      await screen.findByText(
        `s3://recovery-points/default/resource/orders-db/production/${pointIds.baseline}/data.payload`,
      ),
    ).toBeInTheDocument();
    const checks = within(
      screen.getByRole('table', { name: 'Checks of this drill' }),
    ).getAllByRole('row');
    expect(checks[1]).toHaveTextContent(
      /table public.orders.*failed.*120000 rows, 9d2f41aa.*119999 rows, 77c01be3/,
    );
    expect(checks[2]).toHaveTextContent(/stored bytes.*passed/);
    expect(
      screen.getByText(/transfer 41 sec · apply 3 min · check 35 sec/),
    ).toBeInTheDocument();
    expect(screen.getByText('27 tables, 6,204,311 rows')).toBeInTheDocument();
  });

  it('drills exactly the point that is open', async () => {
    const api = new FakeSafepointApi(brokenRecovery);
    const { user } = renderRecovery(api);
    const [, , baseline] = await rows();
    await user.click(within(baseline).getByRole('button', { name: /Details/ }));
    await user.click(
      await screen.findByRole('button', { name: 'Drill this point' }),
    );
    expect(api.callsOf('createRequest')).toEqual([
      [
        {
          kind: 'drill',
          instanceId: 'orders-db-production',
          recoveryPointId: pointIds.baseline,
        },
      ],
    ]);
  });

  it('says why a point did not come to be', async () => {
    const { user } = renderRecovery(new FakeSafepointApi(brokenRecovery));
    const [, , , lost] = await rows();
    await user.click(within(lost).getByRole('button', { name: /Details/ }));
    expect(
      screen.getByText(/The job stopped renewing its lease/),
    ).toBeInTheDocument();
  });

  it('tries again when the details cannot be loaded', async () => {
    const api = new FakeSafepointApi(brokenRecovery);
    api.failures.set('getRecoveryPoint', new Error('The storage is slow.'));
    const { user } = renderRecovery(api);
    const [, , baseline] = await rows();
    await user.click(within(baseline).getByRole('button', { name: /Details/ }));
    await screen.findByText('The storage is slow.');
    api.failures.clear();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('data.payload')).toBeInTheDocument();
  });

  it('shows older pages when asked, and loses none', async () => {
    const newest = aPoint({ id: '01JDB0000000000000000000T3' });
    const older = aPoint({
      id: '01JDB0000000000000000000T2',
      stateAt: hoursAgo(5),
    });
    const oldest = aPoint({
      id: '01JDB0000000000000000000T1',
      stateAt: hoursAgo(8),
    });
    const recoveryOf = (points: ReturnType<typeof aPoint>[]) =>
      aRecovery({
        environments: [
          anEnvironment({
            instances: [
              anInstance({ recoveryPoints: points, nextCursor: '0' }),
            ],
          }),
        ],
      });
    const api = new FakeSafepointApi(recoveryOf([newest]));
    api.olderPages = [[older], [oldest]];
    const { user } = renderRecovery(api);
    await screen.findByRole('table', { name: caption });
    await user.click(screen.getByRole('button', { name: 'Show older' }));
    await screen.findByText('5 hours ago');
    await user.click(screen.getByRole('button', { name: 'Show older' }));
    await screen.findByText('8 hours ago');
    expect(
      screen.queryByRole('button', { name: 'Show older' }),
    ).not.toBeInTheDocument();

    // A new point moves the window on; what left it is still there.
    const arrived = aPoint({
      id: '01JDB0000000000000000000T4',
      stateAt: minutesAgo(3),
    });
    api.recovery = recoveryOf([arrived]);
    await user.click(screen.getByRole('button', { name: 'Refresh' }));
    await screen.findByText('3 minutes ago');
    expect(await rows()).toHaveLength(4);
  });

  it('never offers a quarantined point', async () => {
    const recovery = aRecovery({
      environments: [
        anEnvironment({
          instances: [
            anInstance({ recoveryPoints: [aPoint({ quarantined: true })] }),
          ],
        }),
      ],
    });
    renderRecovery(new FakeSafepointApi(recovery));
    const [row] = await rows();
    expect(row).toHaveTextContent('quarantined');
    expect(
      within(row).getByRole('button', { name: /Restore the state of/ }),
    ).toHaveAttribute('aria-disabled', 'true');
  });
});
