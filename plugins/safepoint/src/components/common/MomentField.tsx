import { Text } from '@backstage/ui';
import { useEffect, useId, useRef } from 'react';
import styles from './MomentField.module.css';

/** A date and time in the user's own time zone. */
export function MomentField(props: {
  label: string;
  description: string;
  value: string;
  onChange: (value: string) => void;
  /** Why the value cannot be taken; keeps the form from being submitted. */
  problem?: string;
}) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { problem } = props;
  useEffect(() => {
    input.current?.setCustomValidity(problem ?? '');
  }, [problem]);
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{props.label}</label>
      <Text id={`${id}-help`} variant="body-small" color="secondary">
        {props.description}
      </Text>
      <input
        ref={input}
        id={id}
        type="datetime-local"
        required
        value={props.value}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-help ${id}-problem`}
        onChange={event => props.onChange(event.target.value)}
      />
      <Text
        id={`${id}-problem`}
        aria-live="polite"
        variant="body-small"
        color="danger"
      >
        {problem}
      </Text>
    </div>
  );
}
