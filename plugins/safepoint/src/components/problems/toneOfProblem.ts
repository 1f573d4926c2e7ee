import type { OpenProblemView } from '@safepoint/backstage-plugin-safepoint-common';
import type { Tone } from '../common/tone';

export const toneOfProblem: Record<OpenProblemView['severity'], Tone> = {
  low: 'neutral',
  normal: 'neutral',
  high: 'warning',
  critical: 'danger',
};
