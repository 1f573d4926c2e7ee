import { driverContract } from './driver/driverContract';
import { PostgresHarness } from './driver/postgresHarness';

jest.setTimeout(60_000);

driverContract('postgres', new PostgresHarness());
