/**
 * Domain rules, permissions and the API client that Safepoint's frontend, backend and agent share.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './permissions';
export type { components, operations, paths } from './generated/openapi';
export * from './api/types';
export * from './api/SafepointApi';
export * from './api/SafepointApiError';
export * from './api/SafepointClient';
export * from './api/createSafepointFetchClient';
export * from './domain/deployment';
export * from './domain/durableRecord';
export * from './domain/manifest';
export * from './domain/objectLayout';
export * from './domain/recoveryPoint';
export * from './domain/storeInstance';
export * from './domain/verification';
