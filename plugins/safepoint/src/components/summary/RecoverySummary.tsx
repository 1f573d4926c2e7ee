import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { EntityRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { entityName } from '../../format/entityName';
import { safepointTranslationRef } from '../../translation';
import { StatusMark } from '../common/StatusMark';
import { StoreSummary } from './StoreSummary';
import styles from './Summary.module.css';

/** One block per data store and environment; what was never saved comes first. */
export function RecoverySummary(props: { recovery: EntityRecoveryView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { environments, uncovered } = props.recovery;
  const instances = environments.flatMap(({ instances: all }) => all);
  if (instances.length === 0 && uncovered.length === 0) {
    return <Text as="p">{t('summary.setUp')}</Text>;
  }
  return (
    <ul className={styles.stores}>
      {uncovered.map(entityRef => (
        <li key={entityRef} className={styles.store}>
          <Text as="div" weight="bold">
            {entityName(entityRef)}
          </Text>
          <StatusMark tone="danger">{t('summary.nothing')}</StatusMark>
        </li>
      ))}
      {instances.map(instance => (
        <li key={instance.instance.id} className={styles.store}>
          <StoreSummary instance={instance} />
        </li>
      ))}
    </ul>
  );
}
