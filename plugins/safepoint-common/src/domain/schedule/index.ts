export * from './drillChoice';
export * from './interval';
export * from './jitter';
export * from './occurrences';
export * from './pause';
export * from './planTurn';
export { firstTurn, type Turn, turnAfter, type TurnRule } from './turn';
export * from './window';
