import { Fragment, type ReactNode } from 'react';
import styles from './FactList.module.css';

/** Terms and what they are; facts without a value are left out. */
export function FactList(props: {
  facts: { term: string; value?: ReactNode }[];
}) {
  return (
    <dl className={styles.list}>
      {props.facts
        .filter(({ value }) => value !== undefined)
        .map(({ term, value }) => (
          <Fragment key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
