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
export * from './api/WebhookClient';
export * from './api/createSafepointFetchClient';
export * from './domain';
export * from './domain';
