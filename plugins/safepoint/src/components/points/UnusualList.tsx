import type { RecoveryPointView } from '@safepoint/backstage-plugin-safepoint-common';
import styles from './Points.module.css';

/** What of a point is far from those before it, with its numbers. */
export function UnusualList(props: {
  warnings: NonNullable<RecoveryPointView['unusual']>;
}) {
  return (
    <ul className={styles.unusual}>
      {props.warnings.map(({ code, table, message }) => (
        <li key={`${code} ${table}`}>{message}</li>
      ))}
    </ul>
  );
}
