export * from './EffectivePolicy';
export * from './isoDuration';
export * from './longestGap';
export * from './policyRef';
export * from './readRecoveryPolicy';
export * from './RecoveryPolicy';
export * from './recoveryPolicySchema';
export * from './RetentionRules';
