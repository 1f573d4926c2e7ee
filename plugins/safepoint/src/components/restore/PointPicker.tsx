import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Radio, RadioGroup } from '@backstage/ui';
import type {
  InstanceRecoveryView,
  RecoveryPointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { useState } from 'react';
import { usePhraseWords } from '../../hooks/usePhraseWords';
import { safepointTranslationRef } from '../../translation';
import { isUsable } from '../points/isUsable';
import { PointOption } from './PointOption';

/** The last known good first, the others behind a button unless one of them is chosen. */
export function PointPicker(props: {
  instance: InstanceRecoveryView;
  olderPoint?: RecoveryPointView;
  value: string | undefined;
  onChange: (recoveryPointId: string) => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const words = usePhraseWords();
  const { value, onChange } = props;
  const { lastKnownGood, recoveryPoints } = props.instance;
  const lastKnownGoodId = lastKnownGood.recoveryPointId;
  const [isAllShown, setAllShown] = useState(
    lastKnownGoodId === undefined || value !== lastKnownGoodId,
  );
  const others = [
    ...recoveryPoints,
    ...(props.olderPoint ? [props.olderPoint] : []),
  ]
    .filter(point => point.id !== lastKnownGoodId)
    .filter(point => isUsable(point) || point.id === value);
  const knownPoint = recoveryPoints.find(({ id }) => id === lastKnownGoodId);
  return (
    <>
      <RadioGroup
        aria-label={t('restore.whichLabel')}
        value={value ?? null}
        onChange={onChange}
      >
        {lastKnownGoodId && (
          <Radio value={lastKnownGoodId}>
            <PointOption
              stateAt={lastKnownGood.stateAt}
              point={knownPoint}
              words={t('restore.lastKnownGood', {
                reason:
                  lastKnownGood.phrase?.map(words).join('') ??
                  lastKnownGood.reason,
              })}
            />
          </Radio>
        )}
        {isAllShown &&
          others.map(point => (
            <Radio key={point.id} value={point.id}>
              <PointOption stateAt={point.stateAt} point={point} />
            </Radio>
          ))}
      </RadioGroup>
      {!isAllShown && others.length > 0 && (
        <Flex>
          <Button
            size="small"
            variant="tertiary"
            onPress={() => setAllShown(true)}
          >
            {t('restore.showOthers', { count: others.length })}
          </Button>
        </Flex>
      )}
    </>
  );
}
