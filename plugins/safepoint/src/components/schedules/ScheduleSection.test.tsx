import type { ScheduleView } from '@safepoint/backstage-plugin-safepoint-common';
import { fireEvent, screen, within } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import {
  aRecovery,
  anEnvironment,
  anInstance,
} from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';

const inHours = (hours: number) =>
  new Date(Date.now() + hours * 3_600_000).toISOString();

const backup: ScheduleView = {
  kind: 'backup',
  cron: '0 * * * *',
  timezone: 'Europe/Berlin',
  nextAt: inHours(2.02),
  slot: inHours(2),
  last: {
    requestId: 'a'.repeat(40),
    slot: inHours(-1),
    startedAt: inHours(-1.02),
    status: 'succeeded',
  },
};
const id = 'orders-db-production';

function renderSchedules(schedules: ScheduleView[], mayPause = true) {
  const instance = anInstance();
  const api = new FakeSafepointApi(
    aRecovery({
      environments: [
        anEnvironment({
          instances: [
            {
              ...instance,
              schedules,
              may: { ...instance.may, pauseSchedules: mayPause },
            },
          ],
        }),
      ],
    }),
  );
  return { api, ...renderRecovery(api) };
}

const section = () => screen.findByRole('region', { name: 'Schedules' });

describe('ScheduleSection', () => {
  it('says when it is next and how it was last', async () => {
    renderSchedules([backup, { ...backup, kind: 'drill', last: undefined }]);
    const rows = within(await section()).getAllByRole('row');
    expect(rows[1]).toHaveTextContent(
      /Backup.*0 \* \* \* \* Europe\/Berlin.*in 2 hours.*1 hour ago, succeeded/,
    );
    expect(rows[2]).toHaveTextContent(/Drill.*not yet/);
  });

  it('says that nothing is scheduled', async () => {
    renderSchedules([]);
    expect(await section()).toHaveTextContent(/policy .* names none/);
  });

  it('says why its turn has not come', async () => {
    const reason = 'A deployment holds the store.';
    renderSchedules([
      {
        ...backup,
        nextAt: inHours(-1.02),
        delay: { because: 'store-busy', reason },
      },
    ]);
    expect(await section()).toHaveTextContent(/Late since 1 hour ago.*holds/);
  });

  it('pauses until a moment, with a reason', async () => {
    const { api, user } = renderSchedules([backup]);
    await user.click(await screen.findByRole('button', { name: /^Pause/ }));
    const dialog = await screen.findByRole('dialog');
    fireEvent.change(within(dialog).getByLabelText('Until'), {
      target: { value: '2099-01-02T03:04' },
    });
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'the disks are moved',
    );
    await user.click(within(dialog).getByRole('button', { name: 'Pause' }));
    expect(api.callsOf('pauseSchedule')).toEqual([
      [
        id,
        'backup',
        {
          until: new Date('2099-01-02T03:04').toISOString(),
          reason: 'the disks are moved',
        },
      ],
    ]);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('does not pause into the past', async () => {
    const { api, user } = renderSchedules([backup]);
    await user.click(await screen.findByRole('button', { name: /^Pause/ }));
    const dialog = await screen.findByRole('dialog');
    fireEvent.change(within(dialog).getByLabelText('Until'), {
      target: { value: '2020-01-02T03:04' },
    });
    expect(dialog).toHaveTextContent('Give a moment that is to come.');
    await user.click(within(dialog).getByRole('button', { name: 'Pause' }));
    expect(api.callsOf('pauseSchedule')).toEqual([]);
  });

  it('shows a pause and ends it', async () => {
    const pause = {
      until: inHours(5),
      reason: 'the disks are moved',
      by: 'user:default/dana',
    };
    const { api, user } = renderSchedules([{ ...backup, pause }]);
    expect(await section()).toHaveTextContent(
      /Paused until .*the disks are moved \(dana\)/,
    );
    await user.click(screen.getByRole('button', { name: 'Resume: Backup' }));
    expect(api.callsOf('resumeSchedule')).toEqual([[id, 'backup']]);
  });

  it('says why it cannot be paused', async () => {
    renderSchedules([backup], false);
    expect(
      await screen.findByRole('button', { name: /^Pause/ }),
    ).toHaveAttribute('aria-disabled', 'true');
  });
});
