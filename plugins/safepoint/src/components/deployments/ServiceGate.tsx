import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { ServiceGateView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import { StatusMark } from '../common/StatusMark';
import type { Tone } from '../common/tone';

const toneOfGate: Record<ServiceGateView['kind'], Tone> = {
  strict: 'success',
  easy: 'warning',
  off: 'warning',
  bypass: 'danger',
  unknown: 'neutral',
};

/** Which gate the service has, by what its last deployment showed. */
export function ServiceGate(props: { gate: ServiceGateView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { kind } = props.gate;
  return (
    <Text as="p">
      {t('serviceGate.title')}{' '}
      <StatusMark tone={toneOfGate[kind]}>
        {t(`serviceGate.${kind}`)}
      </StatusMark>
    </Text>
  );
}
