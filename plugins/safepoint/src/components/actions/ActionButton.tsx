import {
  Button,
  Tooltip,
  TooltipTrigger,
  type ButtonProps,
} from '@backstage/ui';
import styles from './ActionButton.module.css';

type PassedOn = Pick<
  ButtonProps,
  | 'aria-label'
  | 'children'
  | 'destructive'
  | 'iconStart'
  | 'isPending'
  | 'size'
  | 'variant'
>;

/**
 * A button that says in a tooltip why it cannot be used. It stays focusable then, because a natively
 * disabled button would keep that from whoever uses a keyboard or a screen reader.
 */
export function ActionButton(
  props: PassedOn & { onPress: () => void; unavailableBecause?: string },
) {
  const { onPress, unavailableBecause, ...passedOn } = props;
  if (!unavailableBecause) {
    return <Button size="small" {...passedOn} onPress={onPress} />;
  }
  return (
    <TooltipTrigger delay={200}>
      <Button
        size="small"
        {...passedOn}
        aria-disabled
        className={styles.unavailable}
      />
      <Tooltip>{unavailableBecause}</Tooltip>
    </TooltipTrigger>
  );
}
