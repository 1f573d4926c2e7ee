export * from './UnusualWarning';
