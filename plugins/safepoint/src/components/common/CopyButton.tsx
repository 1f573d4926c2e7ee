import { ButtonIcon, Tooltip, TooltipTrigger } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import { safepointTranslationRef } from '../../translation';

/** Copies `text`; `what` names it for screen readers and the tooltip. */
export function CopyButton(props: { text: string; what: string }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const [state, copy] = useCopyToClipboard();
  const isCopied = state.value === props.text && !state.error;
  const label = isCopied
    ? t('details.copied')
    : t('details.copy', { what: props.what });
  return (
    <TooltipTrigger>
      <ButtonIcon
        size="small"
        variant="tertiary"
        aria-label={label}
        icon={isCopied ? <RiCheckLine /> : <RiFileCopyLine />}
        onPress={() => copy(props.text)}
      />
      <Tooltip>{label}</Tooltip>
    </TooltipTrigger>
  );
}
