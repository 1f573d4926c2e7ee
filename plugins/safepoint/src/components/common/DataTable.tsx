import { Box, VisuallyHidden } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './DataTable.module.css';

/** A plain table with a caption for screen readers; wide content scrolls inside it. */
export function DataTable(props: {
  caption: string;
  /** Names of the columns, in order; a hidden name is read but not shown. */
  columns: { name: string; hidden?: boolean }[];
  children: ReactNode;
  compact?: boolean;
}) {
  return (
    <Box bg="neutral" className={styles.scroll}>
      <table
        className={`${styles.table} ${props.compact ? styles.compact : ''}`}
      >
        <caption>
          <VisuallyHidden>{props.caption}</VisuallyHidden>
        </caption>
        <thead>
          <tr>
            {props.columns.map(({ name, hidden }) => (
              <th key={name} scope="col">
                {hidden ? <VisuallyHidden>{name}</VisuallyHidden> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </Box>
  );
}
