import { useTranslationRef } from '@backstage/frontend-plugin-api';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import { shortId } from '../../format/shortId';
import { safepointTranslationRef } from '../../translation';
import styles from './ShortId.module.css';

/** An id that people can tell apart; the whole one is its title and is copied by a click. */
export function ShortId(props: {
  id: string;
  /** What it is the id of, for screen readers and the title. */
  what: string;
  /** What people know it by, where that is not its id. */
  words?: string;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const [state, copy] = useCopyToClipboard();
  const { id, what, words = shortId(id) } = props;
  const isCopied = state.value === id && !state.error;
  return (
    <button
      type="button"
      className={styles.id}
      title={isCopied ? t('details.copied') : t('details.copyId', { what, id })}
      aria-label={t('details.idToCopy', { words, what })}
      onClick={() => copy(id)}
    >
      {words}
      <span aria-live="polite" className={styles.copied}>
        {isCopied && ` ${t('details.copied')}`}
      </span>
    </button>
  );
}
