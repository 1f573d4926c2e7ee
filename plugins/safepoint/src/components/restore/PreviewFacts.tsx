import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import type { RestorePreviewView } from '@safepoint/backstage-plugin-safepoint-common';
import { entityName } from '../../format/entityName';
import { formatMoment } from '../../format/formatTime';
import { useFormat } from '../../hooks/useFormat';
import { safepointTranslationRef } from '../../translation';
import { FactList } from '../common/FactList';
import { PhraseText } from '../common/PhraseText';
import { RelativeTime } from '../common/RelativeTime';
import { DeploymentsSince } from './DeploymentsSince';
import styles from './Restore.module.css';

/** The consequences of a restore in human words, the gravest first. */
export function PreviewFacts(props: { preview: RestorePreviewView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { duration } = useFormat();
  const { preview } = props;
  const { stateAt } = preview.recoveryPoint;
  const { approvalsNeeded, expectedSeconds, sharedWith, warnings } = preview;
  const { schemaChange } = preview;
  return (
    <div className={styles.preview}>
      <Alert
        status="warning"
        icon
        title={t('restore.dataAtStakeValue', {
          duration: duration(preview.dataAtStakeSeconds),
        })}
        description={
          warnings.length > 0 && (
            <ul className={styles.warnings}>
              {warnings.map((warning, index) => (
                <li key={warning}>
                  <PhraseText
                    phrase={preview.warningPhrases?.[index]}
                    text={warning}
                  />
                </li>
              ))}
            </ul>
          )
        }
      />
      <FactList
        facts={[
          {
            term: t('restore.backTo'),
            value: stateAt && (
              <>
                {formatMoment(stateAt)} (<RelativeTime time={stateAt} />)
              </>
            ),
          },
          {
            term: t('restore.deploymentsSince'),
            value: <DeploymentsSince deployments={preview.deploymentsSince} />,
          },
          {
            term: t('restore.schema'),
            value:
              schemaChange && t(`restore.schemaChange.${schemaChange.change}`),
          },
          {
            term: t('restore.sharedWith'),
            value:
              sharedWith.length === 0
                ? t('restore.onlyThis')
                : sharedWith.map(entityName).join(', '),
          },
          {
            term: t('restore.switch'),
            value: (
              <>
                <Text as="span" weight="bold">
                  {t(`restore.switchKind.${preview.switchKind}`)}.
                </Text>{' '}
                {preview.switchDescription}
              </>
            ),
          },
          {
            term: t('restore.approvals'),
            value:
              approvalsNeeded === 0
                ? t('restore.noApprovals')
                : t('restore.approvalsNeeded', { count: approvalsNeeded }),
          },
          {
            term: t('restore.expected'),
            value:
              expectedSeconds === undefined
                ? t('restore.expectedUnknown')
                : t('restore.expectedValue', {
                    duration: duration(expectedSeconds),
                  }),
          },
        ]}
      />
    </div>
  );
}
