import type { RetentionPlanView } from '@safepoint/backstage-plugin-safepoint-common';
import { configure, screen, within } from '@testing-library/react';
import { FakeSafepointApi } from '../../__testUtils__/FakeSafepointApi';
import {
  aHold,
  ago,
  anInstance,
  aPoint,
  aRecovery,
  anEnvironment,
} from '../../__testUtils__/fixtures';
import { renderRecovery } from '../../__testUtils__/renderRecovery';

// Many steps each, on a machine that may be busy.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 10_000 });

const day = 86_400_000;
const reason = (code: string, message: string) => ({
  code,
  message,
  phrase: [{ text: message }],
});
const newest = aPoint({ stateAt: ago(day) });
const old = aPoint({
  id: '01JDZ3NV9GQ2T4B0M1HW8YRD7X',
  stateAt: ago(40 * day),
  status: 'expired',
});

function aPlan(changes: Partial<RetentionPlanView> = {}): RetentionPlanView {
  const { id: instanceId, entityRef, environment } = anInstance().instance;
  return {
    instanceId,
    entityRef,
    environment,
    plannedAt: ago(0),
    graceSeconds: 3 * 86_400,
    deletes: true,
    mayHold: true,
    policy: 'default',
    items: [
      {
        point: newest,
        keep: true,
        reasons: [reason('newest', 'It is the newest one.')],
      },
      {
        point: old,
        keep: false,
        reasons: [reason('not-last', 'It is not one of the newest 5.')],
        deleteAfter: ago(-2.5 * day),
      },
    ],
    ...changes,
  };
}

async function open(plan: RetentionPlanView | undefined) {
  const api = new FakeSafepointApi(
    aRecovery({
      environments: [anEnvironment({ instances: [anInstance()] })],
    }),
  );
  api.retentionPlan = plan;
  const { user } = renderRecovery(api);
  await user.click(
    await screen.findByRole('button', { name: 'Show the plan' }),
  );
  return { api, user };
}

const rowOf = async (text: string) =>
  (await screen.findByText(text)).closest('tr')!;

describe('RetentionSection', () => {
  it('asks for the plan only when somebody wants to see it', async () => {
    const api = new FakeSafepointApi(
      aRecovery({
        environments: [anEnvironment({ instances: [anInstance()] })],
      }),
    );
    renderRecovery(api);
    await screen.findByRole('button', { name: 'Show the plan' });
    expect(api.callsOf('getRetentionPlan')).toEqual([]);
  });

  it('shows what goes and when, what stays, and why', async () => {
    await open(aPlan());
    const goes = await rowOf('It is not one of the newest 5.');
    expect(goes).toHaveTextContent('planned to go');
    expect(goes).toHaveTextContent('deleted in 2 days');
    const stays = await rowOf('It is the newest one.');
    expect(stays).toHaveTextContent('stays');
    expect(screen.getByText(/deleted 3 days later/)).toBeInTheDocument();
  });

  it('says so where nothing is decided, and where the plan cannot be had', async () => {
    const { user } = await open(
      aPlan({ items: [], undecided: 'It is not in the catalog.' }),
    );
    expect(
      await screen.findByText('It is not in the catalog.'),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Hide the plan' }));
    expect(screen.queryByText('It is not in the catalog.')).toBeNull();
  });

  it('lets one try again', async () => {
    const { api, user } = await open(undefined);
    await screen.findByText('There is no plan.');
    api.retentionPlan = aPlan();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await rowOf('It is the newest one.')).toBeInTheDocument();
  });

  it('puts a point under legal hold with a reason, and plans again', async () => {
    const { api, user } = await open(aPlan());
    const row = await rowOf('It is not one of the newest 5.');
    await user.click(within(row).getByRole('button', { name: 'Keep…' }));
    await user.click(screen.getByRole('radio', { name: /legal hold/ }));
    await user.click(screen.getByRole('button', { name: 'Keep it' }));
    expect(api.callsOf('placeHold')).toEqual([]);
    await user.type(screen.getByRole('textbox', { name: /Why/ }), 'case 12');
    await user.click(screen.getByRole('button', { name: 'Keep it' }));
    expect(api.callsOf('placeHold')).toEqual([
      [old.id, { kind: 'legal-hold', reason: 'case 12' }],
    ]);
    expect(api.callsOf('getRetentionPlan')).toHaveLength(2);
  });

  it('releases what somebody holds, and shows what the portal refuses', async () => {
    const plan = aPlan();
    plan.items[1] = {
      point: { ...old, status: 'available', held: true },
      keep: true,
      reasons: [reason('held', 'It is under legal hold: case 12')],
    };
    const { api, user } = await open(plan);
    api.holds = [aHold({ recoveryPointId: old.id })];
    api.failures.set('releaseHold', new Error('It was released already.'));
    const row = await rowOf('It is under legal hold: case 12');
    await user.click(within(row).getByRole('button', { name: 'Release…' }));
    expect(
      await screen.findByRole('radio', { name: /Legal hold by sam: case 12/ }),
    ).toBeChecked();
    await user.type(screen.getByRole('textbox', { name: /Why/ }), 'closed');
    await user.click(screen.getByRole('button', { name: 'Release' }));
    expect(
      await screen.findByText('It was released already.'),
    ).toBeInTheDocument();
    expect(api.callsOf('releaseHold')).toEqual([
      [aHold().id, { reason: 'closed' }],
    ]);
  });

  it('tells who may not decide, and lets nothing be kept that is being deleted', async () => {
    const { api, user } = await open(aPlan({ mayHold: false }));
    const row = await rowOf('It is the newest one.');
    const button = within(row).getByRole('button', { name: 'Keep…' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    await user.click(button);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(api.callsOf('placeHold')).toEqual([]);
  });
});
