import type { Entity } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Card, CardBody, CardHeader, Text } from '@backstage/ui';
import { safepointTranslationRef } from '../../translation';
import { CopyButton } from '../common/CopyButton';
import { planMissingLines } from './planMissingLines';
import styles from './MissingLinesCard.module.css';

/** What to write into the catalog file so that Safepoint can begin. */
export function MissingLinesCard(props: { entity: Entity }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const lines = planMissingLines(props.entity);
  return (
    <Card>
      <CardHeader>
        <Text as="h2" variant="title-small" weight="bold">
          {t('missing.title', { name: props.entity.metadata.name })}
        </Text>
      </CardHeader>
      <CardBody>
        {lines && (
          <>
            <Text as="p">{t('missing.explanation')}</Text>
            <div className={styles.lines}>
              <pre>{lines}</pre>
              <CopyButton text={lines} what={t('missing.lines')} />
            </div>
          </>
        )}
        <Text as="p" color="secondary">
          {lines ? t('missing.note') : t('missing.complete')}
        </Text>
      </CardBody>
    </Card>
  );
}
