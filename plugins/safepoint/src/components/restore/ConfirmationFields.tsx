import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TextField } from '@backstage/ui';
import { safepointTranslationRef } from '../../translation';
import { ReasonField } from '../common/ReasonField';

/** The reason, and for production the store's name typed out. */
export function ConfirmationFields(props: {
  reason: string;
  onReasonChange: (reason: string) => void;
  nameToType?: string;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { nameToType: name } = props;
  return (
    <>
      <ReasonField
        label={t('restore.reason')}
        description={t('restore.reasonHelp')}
        value={props.reason}
        onChange={props.onReasonChange}
      />
      {name && (
        <TextField
          isRequired
          label={t('restore.typeName', { name })}
          description={t('restore.typeNameHelp')}
          autoComplete="off"
          spellCheck="false"
          validate={value =>
            value === name ? null : t('restore.typeNameWrong', { name })
          }
        />
      )}
    </>
  );
}
