import { Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './Restore.module.css';

/** One part of the restore dialog under its own heading. */
export function RestoreStep(props: { title: string; children: ReactNode }) {
  return (
    <div className={styles.step}>
      <Text as="h3" variant="body-large" weight="bold">
        {props.title}
      </Text>
      {props.children}
    </div>
  );
}
