export * from './judgeUsual';
export * from './UnusualWarning';
export * from './UsualSample';
