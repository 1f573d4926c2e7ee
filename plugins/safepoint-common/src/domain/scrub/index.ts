export * from './judgeScrub';
export * from './judgeStoredFile';
export * from './scrubSchedule';
