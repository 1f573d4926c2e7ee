import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PhrasePartView } from '@safepoint/backstage-plugin-safepoint-common';
import { Fragment } from 'react';
import { usePhraseWords } from '../../hooks/usePhraseWords';
import { safepointTranslationRef } from '../../translation';
import { RelativeTime } from './RelativeTime';
import { ShortId } from './ShortId';

/** A sentence of the portal's with moments and ids as people read them; without pieces, its text. */
export function PhraseText(props: { phrase?: PhrasePartView[]; text: string }) {
  if (!props.phrase) return <>{props.text}</>;
  return (
    <>
      {props.phrase.map((part, index) => (
        // The pieces of a sentence have no other identity than their place.
        <Fragment key={index}>
          <PhrasePart part={part} />
        </Fragment>
      ))}
    </>
  );
}

function PhrasePart({ part }: { part: PhrasePartView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const words = usePhraseWords()(part);
  if (part.moment) return <RelativeTime time={part.moment} />;
  if (part.recoveryPointId) {
    return (
      <ShortId
        id={part.recoveryPointId}
        words={words}
        what={t('details.pointId')}
      />
    );
  }
  if (part.deploymentId) {
    return (
      <ShortId
        id={part.deploymentId}
        words={words}
        what={t('details.deploymentId')}
      />
    );
  }
  return <>{words}</>;
}
