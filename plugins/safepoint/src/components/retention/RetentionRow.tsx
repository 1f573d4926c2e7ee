import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex } from '@backstage/ui';
import type { RetentionDecisionView } from '@safepoint/backstage-plugin-safepoint-common';
import { useState } from 'react';
import { safepointTranslationRef } from '../../translation';
import { ActionButton } from '../actions/ActionButton';
import { ActionCell } from '../common/ActionCell';
import { PhraseText } from '../common/PhraseText';
import { RelativeTime } from '../common/RelativeTime';
import { ShortId } from '../common/ShortId';
import { HoldDialog } from './HoldDialog';
import { ReleaseDialog } from './ReleaseDialog';
import styles from './Retention.module.css';
import { RetentionOutcome } from './RetentionOutcome';

/** One recovery point: what becomes of it, why, and what keeps it or lets it go. */
export function RetentionRow(props: {
  decision: RetentionDecisionView;
  mayHold: boolean;
  onChange: () => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { decision, mayHold, onChange } = props;
  const { point, reasons } = decision;
  const [dialog, setDialog] = useState<'hold' | 'release'>();
  const close = () => setDialog(undefined);
  const isHeld = point.held || point.pinnedUntil !== undefined;
  const isLeaving = point.deletionStartedAt !== undefined;
  const mayNot = mayHold ? undefined : t('retention.mayNot');
  return (
    <tr>
      <th scope="row">
        <RelativeTime time={point.stateAt ?? point.createdAt} />{' '}
        <ShortId id={point.id} what={t('details.pointId')} />
      </th>
      <td>
        <RetentionOutcome decision={decision} />
      </td>
      <td>
        <ul className={styles.reasons}>
          {reasons.map(({ message, phrase }) => (
            <li key={message}>
              <PhraseText phrase={phrase} text={message} />
            </li>
          ))}
        </ul>
      </td>
      <ActionCell>
        <Flex gap="2" justify="end">
          {isHeld && (
            <ActionButton
              variant="secondary"
              unavailableBecause={mayNot}
              onPress={() => setDialog('release')}
            >
              {t('retention.release')}
            </ActionButton>
          )}
          <ActionButton
            variant="secondary"
            unavailableBecause={isLeaving ? t('retention.tooLate') : mayNot}
            onPress={() => setDialog('hold')}
          >
            {t('retention.keep')}
          </ActionButton>
        </Flex>
        {dialog === 'hold' && (
          <HoldDialog point={point} onClose={close} onDone={onChange} />
        )}
        {dialog === 'release' && (
          <ReleaseDialog point={point} onClose={close} onDone={onChange} />
        )}
      </ActionCell>
    </tr>
  );
}
