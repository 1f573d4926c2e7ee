export * from './alertOfEvent';
export * from './planSettlement';
export * from './planTelling';
export * from './Problem';
export * from './quietTimes';
export * from './severity';
export * from './Telling';
