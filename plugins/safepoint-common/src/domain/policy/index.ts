export * from './EffectivePolicy';
export * from './RetentionRules';
