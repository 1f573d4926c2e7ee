import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ExternalClaimView } from '@safepoint/backstage-plugin-safepoint-common';
import { safepointTranslationRef } from '../../translation';
import styles from './Points.module.css';

/** What whoever made a point elsewhere says of it; nothing of it is proven. */
export function ExternalClaim(props: { claim: ExternalClaimView }) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { location, origin, recordedBy, sha256 } = props.claim;
  return (
    <>
      <p className={styles.claim}>
        {t('webhooks.external.claim', { origin, recordedBy })}
      </p>
      <p className={styles.claim}>
        <code>{location}</code>
      </p>
      <p className={styles.claim}>
        SHA-256 <code>{sha256}</code>
      </p>
    </>
  );
}
