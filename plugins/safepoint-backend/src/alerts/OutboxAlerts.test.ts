import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { createSqlite } from '../agent/testUtils/createPortal';
import { migrationsDirectory } from '../database/migrate';
import type { Alert } from './Alerts';
import { OutboxAlerts } from './OutboxAlerts';
import { ProblemPruner } from './ProblemPruner';

const alert: Alert = {
  kind: 'gate-bypassed',
  severity: 'high',
  entityRef: 'component:default/orders',
  environment: 'production',
  title: 'orders was deployed to production past the gate',
  text: 'No recovery point was taken before job 12. Look at the deployment.',
  link: '/catalog/default/component/orders/recovery',
  dedupeKey: 'deployment-1',
};

describe('OutboxAlerts', () => {
  let knex: Knex;
  const logger = mockServices.logger.mock();
  const raisedAt = new Date('2026-03-10T14:03:10.000Z');

  const start = (now = raisedAt) =>
    new OutboxAlerts({ knex, logger, now: () => now });
  const waiting = () => knex('alert_outbox');

  beforeEach(async () => {
    jest.clearAllMocks();
    knex = createSqlite();
    await knex.migrate.latest({ directory: migrationsDirectory });
  });
  afterEach(() => knex.destroy());

  it('keeps what is to be told, and logs it', async () => {
    await start().raise(alert);
    expect(await waiting()).toEqual([
      expect.objectContaining({
        dedupe_key: 'deployment-1',
        alert: JSON.stringify(alert),
        raised_at: raisedAt.toISOString(),
      }),
    ]);
    expect(logger.warn).toHaveBeenCalledWith(
      `${alert.title}: ${alert.text}`,
      expect.objectContaining({ kind: 'gate-bypassed' }),
    );
  });

  it('renews what waits, which waits no longer by that', async () => {
    await start().raise(alert);
    const renewed = { ...alert, text: 'Twice now.' };
    await start(new Date('2026-03-10T14:09:00Z')).raise(renewed);
    expect(await waiting()).toEqual([
      expect.objectContaining({
        alert: JSON.stringify(renewed),
        raised_at: raisedAt.toISOString(),
      }),
    ]);
  });

  it('makes no second of what was told, and forgets it in the end', async () => {
    await start().raise(alert);
    await waiting().update({ told_at: raisedAt.toISOString() });
    await start().raise({ ...alert, text: 'Found again.' });
    expect(await waiting()).toEqual([
      expect.objectContaining({ alert: JSON.stringify(alert) }),
    ]);
    const later = new Date(raisedAt.getTime() + 31 * 86_400_000);
    await new ProblemPruner({ knex, now: () => later }).prune();
    expect(await waiting()).toEqual([]);
  });

  it('keeps nothing of a change that was rolled back', async () => {
    const changing = knex.transaction(async trx => {
      await start().raise(alert, trx);
      throw new Error('no');
    });
    await expect(changing).rejects.toThrow('no');
    expect(await waiting()).toEqual([]);
  });
});
