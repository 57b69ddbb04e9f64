import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useOpenLater } from '../../ui/later.js';
import { Line } from '../shell/line.js';
import { useOutbox } from './outbox.js';

const loadDialog = () => import('./outbox-dialog.js');

/** Says that something is not saved yet, or was not taken, and shows what. */
export function OutboxLine() {
  const { t } = useTranslation('core');
  const entries = useOutbox();
  const { part, opened, open, setOpened } = useOpenLater(loadDialog);
  const isEmpty = entries.length === 0;
  // Closed with the last of them: the next one must not open the list by itself.
  useEffect(() => {
    if (isEmpty) setOpened(false);
  }, [isEmpty, setOpened]);
  if (isEmpty) return null;
  const refused = entries.filter((one) => one.refused).length;
  const text = refused > 0 ? t('outbox.refused', { count: refused }) : t('outbox.waiting', { count: entries.length });
  return (
    <>
      <Line icon={refused > 0 ? 'alert' : 'clock'} text={text} action={{ label: t('outbox.show'), onSelect: open }} />
      {part && <part.OutboxDialog opened={opened} onClose={() => setOpened(false)} />}
    </>
  );
}
