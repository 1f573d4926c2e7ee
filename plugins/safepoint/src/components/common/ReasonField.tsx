import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TextAreaField } from '@backstage/ui';
import { safepointTranslationRef } from '../../translation';

const shortest = 3;
const longest = 2000;

/** Why something is done; the portal keeps it. */
export function ReasonField(props: {
  label: string;
  description?: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  return (
    <TextAreaField
      {...props}
      isRequired
      rows={2}
      maxLength={longest}
      validate={value =>
        value.trim().length < shortest ? t('form.reasonTooShort') : null
      }
    />
  );
}
