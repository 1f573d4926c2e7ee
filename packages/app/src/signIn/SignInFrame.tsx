import type { ReactNode } from 'react';
import { Text } from '@backstage/ui';
import styles from './signIn.module.css';

interface SignInFrameProps {
  title: string;
  subtitle?: string;
  children: ReactNode;
}

/** The page around everything that is shown before somebody is signed in. */
export const SignInFrame = ({
  title,
  subtitle,
  children,
}: SignInFrameProps) => (
  <main className={styles.page}>
    <section className={styles.panel}>
      <Text as="h1" variant="title-medium" weight="bold">
        {title}
      </Text>
      {subtitle && (
        <Text as="p" variant="body-large" color="secondary">
          {subtitle}
        </Text>
      )}
      <div className={styles.content}>{children}</div>
    </section>
  </main>
);
