import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  DrillView,
  InstanceRecoveryView,
  RecoveryPointView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import { Section } from '../common/Section';
import { DrillPointButton } from './DrillPointButton';
import { DrillReport } from './DrillReport';

/** Every drill of a point, and the button for another. */
export function DrillSection(props: {
  drills: DrillView[];
  point: RecoveryPointView;
  instance: InstanceRecoveryView;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  return (
    <Section
      title={t('details.drills')}
      level="h4"
      aside={<DrillPointButton point={props.point} instance={props.instance} />}
    >
      {props.drills.length === 0 && <Text as="p">{t('details.noDrills')}</Text>}
      {props.drills.map(drill => (
        <DrillReport key={drill.id} drill={drill} />
      ))}
    </Section>
  );
}
