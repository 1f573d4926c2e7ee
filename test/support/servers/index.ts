export { findMissingTools, findTool } from './findMissingTools';
export { requireServer, whyMissing } from './requireServer';
export { startCeph, type S3Server } from './startCeph';
export { startPostgres, type PostgresServer } from './startPostgres';
