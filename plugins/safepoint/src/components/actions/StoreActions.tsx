import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiSave3Line, RiTestTubeLine } from '@remixicon/react';
import type { InstanceRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { storeName } from '../../format/storeName';
import { useCreateRequest } from '../../hooks/useCreateRequest';
import { safepointTranslationRef } from '../../translation';
import { ErrorNote } from '../states/ErrorNote';
import { ActionButton } from './ActionButton';
import styles from './StoreActions.module.css';
import { useUnavailableReasons } from './useUnavailableReasons';

/** Back up now, and Run drill on the newest point. */
export function StoreActions(props: { instance: InstanceRecoveryView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { instance } = props.instance;
  const unavailable = useUnavailableReasons(props.instance);
  const name = storeName(instance);
  const backup = useCreateRequest(t('action.backupAskedFor', { name }));
  const drill = useCreateRequest(t('action.drillAskedFor', { name }));
  const error = backup.error ?? drill.error;
  return (
    <div className={styles.actions}>
      <div className={styles.buttons}>
        <ActionButton
          variant="secondary"
          iconStart={<RiSave3Line />}
          isPending={backup.isPending}
          unavailableBecause={unavailable.backup}
          onPress={() =>
            backup.run({ kind: 'backup', instanceId: instance.id })
          }
        >
          {t('action.backup')}
        </ActionButton>
        <ActionButton
          variant="secondary"
          iconStart={<RiTestTubeLine />}
          isPending={drill.isPending}
          unavailableBecause={unavailable.drill}
          onPress={() => drill.run({ kind: 'drill', instanceId: instance.id })}
        >
          {t('action.drill')}
        </ActionButton>
      </div>
      {error && <ErrorNote title={t('action.refused')} error={error} />}
    </div>
  );
}
