import {
  RiAlertFill,
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiIndeterminateCircleFill,
  RiLoader4Line,
} from '@remixicon/react';
import type { ReactNode } from 'react';
import styles from './StatusMark.module.css';
import type { Tone } from './tone';

const icons: Record<Tone, typeof RiAlertFill> = {
  success: RiCheckboxCircleFill,
  warning: RiAlertFill,
  danger: RiCloseCircleFill,
  info: RiLoader4Line,
  neutral: RiIndeterminateCircleFill,
};

/** A status as icon, words and colour. */
export function StatusMark(props: { tone: Tone; children: ReactNode }) {
  const Icon = icons[props.tone];
  return (
    <span className={`${styles.mark} ${styles[props.tone]}`}>
      <Icon size={16} aria-hidden />
      <span>{props.children}</span>
    </span>
  );
}
