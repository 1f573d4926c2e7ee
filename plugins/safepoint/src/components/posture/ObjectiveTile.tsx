import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { safepointTranslationRef } from '../../translation';
import { StatusMark } from '../common/StatusMark';
import styles from './Posture.module.css';

/** One objective: what is achieved, the target beside it, and whether it is met. */
export function ObjectiveTile(props: {
  title: string;
  achieved: string;
  target: string;
  isMet: boolean;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  return (
    <div className={styles.tile}>
      <dt>
        <Text variant="body-small" color="secondary">
          {props.title}
        </Text>
      </dt>
      <dd>
        <Text as="div" variant="title-small" weight="bold">
          {props.achieved}
        </Text>
        <div className={styles.target}>
          <Text variant="body-small" color="secondary">
            {props.target}
          </Text>
          <Text as="div" variant="body-small">
            <StatusMark tone={props.isMet ? 'success' : 'danger'}>
              {props.isMet ? t('posture.met') : t('posture.missed')}
            </StatusMark>
          </Text>
        </div>
      </dd>
    </div>
  );
}
