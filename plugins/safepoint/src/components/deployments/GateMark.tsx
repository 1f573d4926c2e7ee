import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { DeploymentView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import { StatusMark } from '../common/StatusMark';
import type { Tone } from '../common/tone';

/** Those that people must notice. */
const toneOfGate: Partial<Record<DeploymentView['gate'], Tone>> = {
  off: 'warning',
  'break-glass': 'danger',
  none: 'danger',
};

/** How one deployment passed the gate, and in whose words where it went without a recovery point. */
export function GateMark(props: { deployment: DeploymentView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { gate, ground, breakGlass, gateReasons } = props.deployment;
  const tone = toneOfGate[gate];
  const words = t(`gate.${gate}`);
  return (
    <>
      {tone ? <StatusMark tone={tone}>{words}</StatusMark> : words}
      {ground === 'reuse' && (
        <Text as="p" color="secondary">
          {t('gate.reused')}
        </Text>
      )}
      {(gate === 'none' || gate === 'skipped' || ground === 'reuse') &&
        gateReasons?.map(reason => (
          <Text as="p" color="secondary" key={reason}>
            {reason}
          </Text>
        ))}
      {breakGlass && (
        <Text as="p" color="secondary">
          {breakGlass.by
            ? t('gate.brokenBy', {
                by: breakGlass.by,
                reason: breakGlass.reason,
              })
            : breakGlass.reason}
        </Text>
      )}
    </>
  );
}
