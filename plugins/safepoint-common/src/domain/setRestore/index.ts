export * from './decideSetRestore';
export * from './judgeSetLevel';
export * from './planSetRestore';
