import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { VisuallyHidden } from '@backstage/ui';
import {
  RiAlertFill,
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiInformationFill,
} from '@remixicon/react';
import type { ReasonView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import { PhraseText } from '../common/PhraseText';
import { RelativeTime } from '../common/RelativeTime';
import { toneOfSeverity } from '../common/tone';
import styles from './ReasonList.module.css';

const icons = {
  ok: RiCheckboxCircleFill,
  info: RiInformationFill,
  warning: RiAlertFill,
  critical: RiCloseCircleFill,
};
const order: ReasonView['severity'][] = ['critical', 'warning', 'info', 'ok'];

/** Every reason of a verdict in the portal's words, the worst first. */
export function ReasonList(props: { reasons: ReasonView[] }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const reasons = [...props.reasons].sort(
    (one, other) => order.indexOf(one.severity) - order.indexOf(other.severity),
  );
  return (
    <ul className={styles.list}>
      {reasons.map(({ code, severity, message, phrase, since }) => {
        const Icon = icons[severity];
        return (
          <li
            key={`${code} ${message}`}
            className={styles[toneOfSeverity[severity]]}
          >
            <Icon size={18} aria-hidden />
            <span>
              <VisuallyHidden>{t(`severity.${severity}`)}: </VisuallyHidden>
              <PhraseText phrase={phrase} text={message} />
              {since && !phrase?.some(({ moment }) => moment === since) && (
                <span className={styles.since}>
                  {' '}
                  {t('posture.since')} <RelativeTime time={since} />
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
