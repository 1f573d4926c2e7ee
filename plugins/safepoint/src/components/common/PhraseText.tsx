import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PhrasePartView } from '@safepoint/backstage-plugin-safepoint-common';
import { Fragment } from 'react';
import { usePhraseWords } from '../../hooks/usePhraseWords';
import { safepointTranslationRef } from '../../translation';
import styles from './PhraseText.module.css';
import { RelativeTime } from './RelativeTime';
import { ShortId } from './ShortId';

const mark = /^[,.;:]+/;

/** A sentence of the portal's with moments and ids as people read them; without pieces, its text. */
export function PhraseText(props: { phrase?: PhrasePartView[]; text: string }) {
  const { phrase, text } = props;
  if (!phrase) return <>{text}</>;
  return (
    <>
      {phrase.map((part, index) => (
        // The pieces of a sentence have no other identity than their place.
        <Fragment key={index}>
          <PhrasePart
            part={part}
            before={phrase[index - 1]}
            after={phrase[index + 1]}
          />
        </Fragment>
      ))}
    </>
  );
}

function PhrasePart(props: {
  part: PhrasePartView;
  before?: PhrasePartView;
  after?: PhrasePartView;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { part, before, after } = props;
  const words = usePhraseWords()(part);
  if (part.moment) return <RelativeTime time={part.moment} />;
  const id = idOf(part);
  if (!id)
    return <>{before && idOf(before) ? words.replace(mark, '') : words}</>;
  const what = t(
    part.recoveryPointId ? 'details.pointId' : 'details.deploymentId',
  );
  // A line may break between a button and a comma.
  return (
    <span className={styles.together}>
      <ShortId id={id} words={words} what={what} />
      {after && !idOf(after) && mark.exec(after.text)?.[0]}
    </span>
  );
}

function idOf(part: PhrasePartView): string | undefined {
  return part.recoveryPointId ?? part.deploymentId;
}
