import { Text } from '@backstage/ui';
import { useId, type ReactNode } from 'react';
import styles from './Section.module.css';

/** A region with a real heading that names it. */
export function Section(props: {
  title: string;
  level?: 'h3' | 'h4';
  aside?: ReactNode;
  children: ReactNode;
}) {
  const { level = 'h3' } = props;
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.section}>
      <div className={styles.heading}>
        <Text as={level} variant="title-x-small" weight="bold" id={id}>
          {props.title}
        </Text>
        {props.aside}
      </div>
      {props.children}
    </section>
  );
}
