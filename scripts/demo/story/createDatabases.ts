import { escapeLiteral } from 'pg';
import {
  makePassword,
  OrdersDatabase,
  withClient,
} from '../orders/OrdersDatabase';
import type { Step } from './Step';

export const createDatabases: Step = {
  name: 'the service has customers, orders, payments and events in its database',
  async run({ parts, say }) {
    const orders = await OrdersDatabase.create(parts.get('live'));
    parts.set('orders', orders);
    const counted = await withClient(orders.url('backup'), client =>
      client.query<{ count: number }>(
        'select count(*)::int as count from orders',
      ),
    );
    say(`  ${counted.rows[0].count} orders, the same in every demo`);

    const scratch = parts.get('scratch');
    const password = makePassword();
    await withClient(scratch.adminUrl, async client => {
      await client.query(
        `create role drill login createdb password ${escapeLiteral(password)}`,
      );
      await client.query('create database drill owner drill');
    });
    parts.set(
      'drillUrl',
      scratch.url({ user: 'drill', password, database: 'drill' }),
    );
  },
};
