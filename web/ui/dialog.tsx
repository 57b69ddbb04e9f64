import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.js';
import s from './dialog.module.css';
import { unreadIn } from './unread.js';
import { useFocusBack } from './use-focus-back.js';
import { usePhone } from './use-media.js';

interface DialogProps {
  opened: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** The buttons, the main one last. */
  footer?: ReactNode;
  /** Makes the dialog a form that its button of type `submit`, or Enter, sends. */
  onSubmit?: (form: HTMLFormElement) => void;
}

const fillable = ['input:not([type="hidden"], [type="radio"]:not(:checked))', 'select', 'textarea'].map((field) => `${field}:not(:disabled)`).join();

/**
 * The keyboard begins in the first field where no other place asks for it; without this it would begin on the button that closes.
 * Not where that field would open a list over the dialog.
 */
function beginInFirstField(body: HTMLElement | null): void {
  if (body?.closest('[role="dialog"]')?.querySelector('[data-autofocus]') !== null) return;
  const first = body.querySelector(fillable);
  if (first?.role !== 'combobox') first?.setAttribute('data-autofocus', '');
}

/** A dialog of 560 px; on a phone a sheet from below. */
export function Dialog({ opened, title, onClose, children, footer, onSubmit }: DialogProps) {
  const { t } = useTranslation('ui');
  useFocusBack(opened);
  const phone = usePhone();
  const parts = (
    <>
      <div className={s.head}>
        <Modal.Title className={s.title}>{title}</Modal.Title>
        <IconButton icon="x" label={t('close')} onClick={onClose} />
      </div>
      <div ref={beginInFirstField} className={s.body}>
        {children}
      </div>
      {footer && <div className={s.foot}>{footer}</div>}
    </>
  );
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size={560}
      radius="lg"
      centered={!phone}
      yOffset={phone ? 0 : undefined}
      xOffset={phone ? 0 : undefined}
      transitionProps={{ duration: 140 }}
      classNames={{ content: s.dialog ?? '', inner: (phone && s.sheet) || '' }}
    >
      <Modal.Overlay className={s.scrim} />
      <Modal.Content data-sheet={phone || undefined}>
        {onSubmit ? (
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              const unread = unreadIn(event.currentTarget);
              if (unread) unread.focus();
              else onSubmit(event.currentTarget);
            }}
          >
            {parts}
          </form>
        ) : (
          parts
        )}
      </Modal.Content>
    </Modal.Root>
  );
}
