import { driverContract } from './driver/driverContract';
import { PostgresHarness } from './driver/postgresHarness';
import { requireServer } from '../support/servers';

jest.setTimeout(60_000);

requireServer('postgres')('on a real PostgreSQL', () => {
  driverContract('postgres', new PostgresHarness());
  driverContract('postgres in sections', new PostgresHarness({ streams: 2 }));
});
