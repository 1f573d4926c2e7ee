import type { DriverDescriptor } from '@safepoint/engine';
import { writeRunbook } from './runbook';

/** What is known of the PostgreSQL driver without loading it. @public */
export const postgresDescriptor: DriverDescriptor = {
  name: 'postgres',
  title: 'PostgreSQL',
  switchKind: 'atomic',
  switchDescription:
    'The restored database takes the name of the live one in a single transaction; open sessions are ended. The old database is kept under another name, and renaming it back is the way back.',
  runbook: writeRunbook,
};
