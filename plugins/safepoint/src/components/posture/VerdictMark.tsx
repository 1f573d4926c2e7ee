import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RiAlertFill,
  RiErrorWarningFill,
  RiForbid2Fill,
  RiQuestionFill,
  RiShieldCheckFill,
} from '@remixicon/react';
import { safepointTranslationRef } from '../../translation';
import type { Verdict } from '../common/tone';

const icons = {
  protected: RiShieldCheckFill,
  'at-risk': RiAlertFill,
  unknown: RiQuestionFill,
  unprotected: RiErrorWarningFill,
  never: RiForbid2Fill,
};

/** A shape of its own for each verdict, so that it does not rest on colour. */
export function VerdictIcon(props: { verdict: Verdict; size?: number }) {
  const Icon = icons[props.verdict];
  return <Icon size={props.size ?? 16} aria-hidden />;
}

/** The verdict in words. */
export function VerdictWords(props: { verdict: Verdict }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  return <>{t(`verdict.${props.verdict}`)}</>;
}
