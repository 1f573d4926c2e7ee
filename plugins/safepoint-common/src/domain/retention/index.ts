export * from './Hold';
export { isKeptOnItsOwn, planRetention } from './planRetention';
export * from './RetentionPlan';
