import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { StoreInstanceView } from '@safepoint/backstage-plugin-safepoint-common';
import { useCallback, useState } from 'react';
import { safepointApiRef } from '../../api/safepointApiRef';
import { useAction } from '../../hooks/useAction';
import { safepointTranslationRef } from '../../translation';
import { FactList } from '../common/FactList';
import { FormDialog } from '../common/FormDialog';
import { ReasonField } from '../common/ReasonField';
import { useRecovery } from '../tab/RecoveryContext';

type Identity = Record<string, string>;

/** Shows both stores, and asks why the other one is right; accepts what is shown and nothing else. */
export function AcceptIdentityDialog(props: {
  instance: StoreInstanceView;
  found: Identity;
  onClose: () => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const api = useApi(safepointApiRef);
  const { refresh } = useRecovery();
  const [reason, setReason] = useState('');
  const { instance, found, onClose } = props;
  const { id, identity: known = {} } = instance;

  const accept = useAction(
    useCallback(async () => {
      await api.acceptIdentity(id, {
        identity: found,
        reason: reason.trim(),
      });
      refresh();
      onClose();
    }, [api, id, found, reason, refresh, onClose]),
  );
  const names = [...new Set([...Object.keys(known), ...Object.keys(found)])];
  return (
    <FormDialog
      title={t('identity.title')}
      onClose={onClose}
      submit={{
        label: t('identity.submit'),
        run: accept.run,
        isPending: accept.isPending,
        isDestructive: true,
      }}
      failure={
        accept.error && { title: t('action.refused'), error: accept.error }
      }
    >
      <FactList
        facts={names.flatMap(name => [
          {
            term: t('identity.known', { name }),
            value: known[name] ?? t('identity.none'),
          },
          {
            term: t('identity.found', { name }),
            value: found[name] ?? t('identity.none'),
          },
        ])}
      />
      <ReasonField
        label={t('identity.reason')}
        description={t('identity.reasonHelp')}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}
