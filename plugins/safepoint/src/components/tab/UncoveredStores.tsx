import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { safepointTranslationRef } from '../../translation';
import styles from './Tab.module.css';

/** Data stores that nothing was ever recorded of: red, by name. */
export function UncoveredStores(props: { entityRefs: string[] }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { entityRefs } = props;
  return (
    <Alert
      status="danger"
      icon
      title={t('uncovered.title', { count: entityRefs.length })}
      description={
        <>
          <ul className={styles.uncovered}>
            {entityRefs.map(entityRef => (
              <li key={entityRef}>
                <EntityRefLink entityRef={entityRef} />
              </li>
            ))}
          </ul>
          <Text as="p">{t('uncovered.explanation')}</Text>
        </>
      }
    />
  );
}
