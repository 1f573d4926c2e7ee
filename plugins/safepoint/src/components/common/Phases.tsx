import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';

/** Measured phases in one line; nothing when none was measured. */
export function Phases(props: { phases?: Record<string, number> }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { shortDuration } = useFormat();
  const phases = Object.entries(props.phases ?? {});
  if (phases.length === 0) return null;
  return (
    <Text as="p" variant="body-small" color="secondary">
      {t('details.phases')}
      {': '}
      {phases
        .map(([phase, seconds]) => `${phase} ${shortDuration(seconds)}`)
        .join(' · ')}
    </Text>
  );
}
