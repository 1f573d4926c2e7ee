import type { ReactNode } from 'react';
import styles from './DataTable.module.css';

/** The last cell of a row: what can be done with it. */
export function ActionCell(props: { children: ReactNode }) {
  return <td className={styles.actions}>{props.children}</td>;
}
