import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
} from '@backstage/ui';
import type { FormEvent, ReactNode } from 'react';
import { safepointTranslationRef } from '../../translation';
import { ErrorNote } from '../states/ErrorNote';
import styles from './FormDialog.module.css';

/**
 * A dialog around one form: Enter submits, invalid fields say so and take the focus, what the portal
 * refuses is shown above the buttons and the dialog stays. Escape and Cancel close it.
 */
export function FormDialog(props: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  submit: {
    label: string;
    run: () => void;
    isPending: boolean;
    isDestructive?: boolean;
    /** Without it there is nothing to submit yet. */
    isReady?: boolean;
  };
  failure?: { title: string; error: Error };
  width?: number;
}) {
  const { t } = useTranslationRef(safepointTranslationRef);
  const { submit, failure, onClose } = props;
  const { isReady = true } = submit;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) submit.run();
  };
  return (
    <Dialog
      isOpen
      onOpenChange={isOpen => !isOpen && onClose()}
      width={props.width ?? 560}
    >
      <DialogHeader>{props.title}</DialogHeader>
      <form onSubmit={onSubmit} className={styles.form}>
        <DialogBody>
          <Flex direction="column" gap="4">
            {props.children}
            {failure && (
              <ErrorNote title={failure.title} error={failure.error} />
            )}
          </Flex>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" onPress={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            destructive={submit.isDestructive}
            isPending={submit.isPending}
            isDisabled={!isReady}
          >
            {submit.label}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
