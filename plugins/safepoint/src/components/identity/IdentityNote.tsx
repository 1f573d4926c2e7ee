import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Button } from '@backstage/ui';
import type { StoreInstanceView } from '@safepoint/backstage-plugin-safepoint-common';
import { useState } from 'react';
import { safepointTranslationRef } from '../../translation';
import { AcceptIdentityDialog } from './AcceptIdentityDialog';

/** That another store stands in the place of the known one, with the way to accept it; else nothing. */
export function IdentityNote(props: { instance: StoreInstanceView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const [isOpen, setOpen] = useState(false);
  const { instance } = props;
  if (instance.identityStatus !== 'changed') return null;
  const { changedIdentity } = instance;
  return (
    <>
      <Alert
        status="danger"
        icon
        title={t('identity.changed')}
        description={t(
          changedIdentity ? 'identity.explanation' : 'identity.unknown',
        )}
        customActions={
          changedIdentity && (
            <Button
              size="small"
              variant="secondary"
              onPress={() => setOpen(true)}
            >
              {t('identity.accept')}
            </Button>
          )
        }
      />
      {isOpen && changedIdentity && (
        <AcceptIdentityDialog
          instance={instance}
          found={changedIdentity}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
