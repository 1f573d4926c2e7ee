export * from './planSettlement';
export * from './Problem';
export * from './severity';
