import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Radio, RadioGroup } from '@backstage/ui';
import type {
  HoldKind,
  RecoveryPointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { useCallback, useState } from 'react';
import { safepointApiRef } from '../../api/safepointApiRef';
import {
  formatAbsoluteTime,
  fromLocalInputValue,
  toLocalInputValue,
} from '../../format/formatTime';
import { useAction } from '../../hooks/useAction';
import { safepointTranslationRef } from '../../translation';
import { FormDialog } from '../common/FormDialog';
import { MomentField } from '../common/MomentField';
import { ReasonField } from '../common/ReasonField';
import { useRecovery } from '../tab/RecoveryContext';

const daysAtFirst = 30;

/** Asks how long a recovery point is to be kept, and why. */
export function HoldDialog(props: {
  point: RecoveryPointView;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const api = useApi(safepointApiRef);
  const { refresh } = useRecovery();
  const { point, onClose, onDone } = props;
  const [kind, setKind] = useState<HoldKind>('pin');
  const [until, setUntil] = useState(inDays(daysAtFirst));
  const [reason, setReason] = useState('');
  const moment = fromLocalInputValue(until);
  const isPin = kind === 'pin';

  const place = useAction(
    useCallback(async () => {
      await api.placeHold(point.id, {
        kind,
        reason: reason.trim(),
        ...(isPin && { until: moment?.toISOString() }),
      });
      onDone();
      refresh();
      onClose();
    }, [api, point.id, kind, reason, isPin, moment, onDone, refresh, onClose]),
  );

  function untilProblem() {
    if (!moment) return t('retention.untilInvalid');
    return moment.getTime() <= Date.now()
      ? t('retention.untilPast')
      : undefined;
  }

  return (
    <FormDialog
      title={t('retention.keepTitle', {
        moment: formatAbsoluteTime(point.stateAt ?? point.createdAt),
      })}
      onClose={onClose}
      submit={{
        label: t('retention.keepSubmit'),
        run: place.run,
        isPending: place.isPending,
      }}
      failure={
        place.error && { title: t('action.refused'), error: place.error }
      }
    >
      <RadioGroup
        label={t('retention.howLong')}
        value={kind}
        onChange={value => setKind(value as HoldKind)}
      >
        <Radio value="pin">{t('retention.pin')}</Radio>
        <Radio value="legal-hold">{t('retention.legalHold')}</Radio>
      </RadioGroup>
      {isPin && (
        <MomentField
          label={t('retention.pinUntil')}
          description={t('retention.pinHelp')}
          value={until}
          onChange={setUntil}
          problem={untilProblem()}
        />
      )}
      <ReasonField
        label={t('retention.reason')}
        description={t('retention.reasonHelp')}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}

function inDays(days: number): string {
  const moment = new Date(Date.now() + days * 86_400_000);
  return toLocalInputValue(moment.toISOString());
}
