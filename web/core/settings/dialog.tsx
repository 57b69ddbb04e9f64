import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.js';
import { useFocusBack } from '../../ui/use-focus-back.js';
import { usePhone } from '../../ui/use-media.js';
import s from './settings.module.css';

/** A dialog of 560 px; on a phone a sheet from below. `footer` holds the buttons, the main one last. */
export function Dialog({
  opened,
  title,
  onClose,
  children,
  footer,
}: {
  opened: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
}) {
  const { t } = useTranslation('core');
  useFocusBack(opened);
  const phone = usePhone();
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size={560}
      radius="lg"
      centered={!phone}
      yOffset={phone ? 0 : undefined}
      xOffset={phone ? 0 : undefined}
      classNames={{ content: s.dialog ?? '', inner: (phone && s.sheetInner) || '' }}
    >
      <Modal.Overlay className={s.scrim} />
      <Modal.Content>
        <div className={s.dialogHead}>
          <Modal.Title className={s.dialogTitle}>{title}</Modal.Title>
          <IconButton icon="x" label={t('close')} onClick={onClose} />
        </div>
        <div className={s.dialogBody}>{children}</div>
        {footer && <div className={s.dialogFoot}>{footer}</div>}
      </Modal.Content>
    </Modal.Root>
  );
}
