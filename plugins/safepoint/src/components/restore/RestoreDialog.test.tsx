import { screen, waitFor, within } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import {
  aPointDetail,
  aPoint,
  aPreview,
  aRecovery,
  anEnvironment,
  brokenInstance,
  brokenRecovery,
  failedDeployment,
  pointIds,
} from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';

const link = `?restore=${pointIds.beforeBad}&environment=production`;

function dialog() {
  return within(screen.getByRole('dialog'));
}

describe('RestoreDialog', () => {
  it('proposes the last known good and says why', async () => {
    const { user } = renderRecovery(new FakeSafepointApi(brokenRecovery));
    await user.click(
      await screen.findByRole('button', { name: 'Restore this state…' }),
    );
    const choice = await screen.findByRole('radio', {
      name: /Last known good: It was taken just before deployment c0ffee11/,
    });
    expect(choice).toBeChecked();
  });

  it('opens from a link, and tells in words what would be lost', async () => {
    renderRecovery(new FakeSafepointApi(brokenRecovery), { search: link });
    expect(
      await screen.findByText(
        'Everything written in the last 16 minutes is lost.',
      ),
    ).toBeInTheDocument();
    expect(dialog().getByText(/orders · c0ffee11.*failed/)).toBeInTheDocument();
    expect(dialog().getByText('orders, billing')).toBeInTheDocument();
    expect(
      dialog().getByText(/renamed in one transaction/),
    ).toBeInTheDocument();
    expect(
      dialog().getByText('1 other person must approve before it starts.'),
    ).toBeInTheDocument();
    expect(
      dialog().getByText(/About 4 minutes, 22 seconds/),
    ).toBeInTheDocument();
  });

  it('asks for the restore once the reason and the store’s name are given', async () => {
    const api = new FakeSafepointApi(brokenRecovery);
    const { user } = renderRecovery(api, { search: link });
    const submit = await screen.findByRole('button', {
      name: 'Ask for this restore',
    });
    await user.click(submit);
    expect(api.callsOf('createRequest')).toEqual([]);
    expect(
      await screen.findByText('Write at least 3 characters.'),
    ).toBeInTheDocument();

    await user.type(
      screen.getByRole('textbox', { name: /Why is it restored/ }),
      'Prices are halved.',
    );
    const name = screen.getByRole('textbox', { name: /Type orders-db/ });
    await user.type(name, 'orders');
    await user.click(submit);
    expect(api.callsOf('createRequest')).toEqual([]);
    expect(
      await screen.findByText('This is not orders-db.'),
    ).toBeInTheDocument();

    await user.type(name, '-db');
    await user.click(submit);
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(api.callsOf('createRequest')).toEqual([
      [
        {
          kind: 'restore',
          instanceId: 'orders-db-production',
          recoveryPointId: pointIds.beforeBad,
          reason: 'Prices are halved.',
        },
      ],
    ]);
  });

  it('can be worked by keyboard alone and gives the focus back', async () => {
    const { user } = renderRecovery(new FakeSafepointApi(brokenRecovery));
    const open = await screen.findByRole('button', {
      name: 'Restore this state…',
    });
    open.focus();
    await user.keyboard('{Enter}');
    const opened = await screen.findByRole('dialog', {
      name: 'Restore orders-db in production',
    });
    expect(opened).toContainElement(document.activeElement as HTMLElement);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(open).toHaveFocus());
  });

  it('asks for no typed name outside production, and restores at once', async () => {
    const instance = {
      ...brokenInstance,
      instance: { ...brokenInstance.instance, production: false },
    };
    const api = new FakeSafepointApi(
      aRecovery({ environments: [anEnvironment({ instances: [instance] })] }),
    );
    api.preview = aPreview({ approvalsNeeded: 0 });
    renderRecovery(api, { search: link });
    expect(
      await screen.findByRole('button', { name: 'Restore now' }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('textbox', { name: /Type orders-db/ }),
    ).not.toBeInTheDocument();
  });

  it('offers the other usable points and looks at the chosen one afresh', async () => {
    const api = new FakeSafepointApi(brokenRecovery);
    const { user } = renderRecovery(api, { search: link });
    await user.click(
      await screen.findByRole('button', {
        name: 'Show 1 other recovery point',
      }),
    );
    expect(dialog().getAllByRole('radio')).toHaveLength(2);
    await user.click(dialog().getByRole('radio', { name: /baseline/ }));
    await waitFor(() =>
      expect(api.callsOf('previewRestore')).toContainEqual([pointIds.baseline]),
    );
  });

  it('finds a point that is too old for the page', async () => {
    const api = new FakeSafepointApi(brokenRecovery);
    const older = aPoint({ id: '01JDA0000000000000000000A1' });
    api.details.set(older.id, aPointDetail(older));
    renderRecovery(api, { search: `?restore=${older.id}` });
    await screen.findByRole('heading', {
      name: 'Restore orders-db in production',
    });
    await waitFor(() =>
      expect(api.callsOf('previewRestore')).toEqual([[older.id]]),
    );
  });

  it('opens with everything filled in from the link of a failed deployment', async () => {
    const api = new FakeSafepointApi(brokenRecovery);
    const { user } = renderRecovery(api, {
      search: `?restore=${pointIds.beforeBad}&environment=production&store=orders-db-production&deployment=${failedDeployment.id}`,
    });
    expect(
      await screen.findByRole('radio', { name: /Last known good/ }),
    ).toBeChecked();
    const reason = screen.getByRole('textbox', { name: /Why is it restored/ });
    expect(reason).toHaveValue('Deployment c0ffee11 of orders failed.');
    await user.type(
      screen.getByRole('textbox', { name: /Type orders-db/ }),
      'orders-db',
    );
    await user.click(
      screen.getByRole('button', { name: 'Ask for this restore' }),
    );
    await waitFor(() =>
      expect(api.callsOf('createRequest')).toMatchObject([
        [
          {
            instanceId: 'orders-db-production',
            recoveryPointId: pointIds.beforeBad,
            reason: 'Deployment c0ffee11 of orders failed.',
          },
        ],
      ]),
    );
  });

  it('finds a point that is too old for the page also where the link names the store', async () => {
    const api = new FakeSafepointApi(brokenRecovery);
    const older = aPoint({ id: '01JDA0000000000000000000A1' });
    api.details.set(older.id, aPointDetail(older));
    renderRecovery(api, {
      search: `?restore=${older.id}&store=orders-db-production`,
    });
    await waitFor(() =>
      expect(api.callsOf('previewRestore')).toEqual([[older.id]]),
    );
  });

  it('warns of a schema that has moved since the chosen point', async () => {
    const api = new FakeSafepointApi(brokenRecovery);
    api.preview = aPreview({
      schemaChange: {
        from: pointIds.beforeBad,
        to: pointIds.afterBad,
        change: 'moved',
        reason: 'The schema moved: tables came or went.',
        tablesAdded: ['public.prices'],
        tablesRemoved: [],
      },
      warnings: ['The schema has moved since this recovery point.'],
    });
    renderRecovery(api, { search: link });
    expect(await screen.findByText('It has moved.')).toBeInTheDocument();
    expect(
      dialog().getByText('The schema has moved since this recovery point.'),
    ).toBeInTheDocument();
  });

  it('says so when a link names no point', async () => {
    const api = new FakeSafepointApi(brokenRecovery);
    renderRecovery(api, { search: '?restore=01JDA0000000000000000000ZZ' });
    expect(
      await screen.findByText(/names a recovery point that does not exist/),
    ).toBeInTheDocument();
  });

  it('shows what the portal refused and stays', async () => {
    const api = new FakeSafepointApi(brokenRecovery);
    api.failures.set(
      'createRequest',
      new Error('A deployment is running; wait for its outcome.'),
    );
    const { user } = renderRecovery(api, { search: link });
    const submit = await screen.findByRole('button', {
      name: 'Ask for this restore',
    });
    await user.type(
      screen.getByRole('textbox', { name: /Why is it restored/ }),
      'Prices are halved.',
    );
    await user.type(
      screen.getByRole('textbox', { name: /Type orders-db/ }),
      'orders-db',
    );
    await user.click(submit);
    expect(
      await screen.findByText('A deployment is running; wait for its outcome.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('dialog')).toBeInTheDocument();
  });

  it('can be retried when the preview fails, and submits nothing without it', async () => {
    const api = new FakeSafepointApi(brokenRecovery);
    api.failures.set('previewRestore', new Error('The storage is slow.'));
    const { user } = renderRecovery(api, { search: link });
    await screen.findByText('The storage is slow.');
    expect(screen.getByRole('button', { name: 'Restore now' })).toBeDisabled();
    api.failures.clear();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('button', { name: 'Ask for this restore' }),
    ).toBeEnabled();
  });

  it('offers nothing to who may not restore', async () => {
    const instance = {
      ...brokenInstance,
      may: { ...brokenInstance.may, restore: false },
    };
    const api = new FakeSafepointApi(
      aRecovery({ environments: [anEnvironment({ instances: [instance] })] }),
    );
    renderRecovery(api, { search: link });
    expect(
      await screen.findByText(/may not ask for a restore/),
    ).toBeInTheDocument();
    await screen.findByText(/Everything written/);
    expect(
      screen.getByRole('button', { name: 'Ask for this restore' }),
    ).toBeDisabled();
  });
});
