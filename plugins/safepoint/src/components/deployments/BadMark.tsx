import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { DeploymentView } from '@safepoint/backstage-plugin-safepoint-common';
import { entityName } from '../../format/entityName';
import { formatMoment } from '../../format/formatTime';
import { safepointTranslationRef } from '../../translation';
import { StatusMark } from '../common/StatusMark';

/** That somebody marked it bad, since when, and why. */
export function BadMark(props: {
  mark: NonNullable<DeploymentView['markedBad']>;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { since, by, reason } = props.mark;
  return (
    <div>
      <StatusMark tone="danger">{t('deployments.markedBad')}</StatusMark>
      <Text as="div" variant="body-small" color="secondary">
        {t('deployments.markedBadBy', {
          since: formatMoment(since),
          by: entityName(by),
          reason,
        })}
      </Text>
    </div>
  );
}
