import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { When } from '../../ui/ui-context.js';
import { Dialog } from '../settings/dialog.js';
import { Line } from '../shell/line.js';
import { discardWaiting, retryRefused, useOutbox } from './outbox.js';
import s from './outbox-line.module.css';

/** Says that something is not saved yet, or was not taken, and shows what. */
export function OutboxLine() {
  const { t } = useTranslation('core');
  const entries = useOutbox();
  const [open, setOpen] = useState(false);
  if (entries.length === 0) return null;
  const refused = entries.filter((one) => one.refused).length;
  const text = refused > 0 ? t('outbox.refused', { count: refused }) : t('outbox.waiting', { count: entries.length });
  return (
    <>
      <Line icon={refused > 0 ? 'alert' : 'clock'} text={text} action={{ label: t('outbox.show'), onSelect: () => setOpen(true) }} />
      <Dialog
        opened={open}
        title={t('outbox.title')}
        onClose={() => setOpen(false)}
        footer={
          refused > 0 ? (
            <Button look="primary" onClick={() => void retryRefused()}>
              {t('outbox.again')}
            </Button>
          ) : undefined
        }
      >
        <ul className={s.list}>
          {entries.map((one) => (
            <li key={one.id} className={s.entry}>
              <div>
                <b>{one.what}</b>
                <span className={s.when}>
                  <When at={one.at} /> · {one.refused ?? t('outbox.notYet')}
                </span>
              </div>
              <Button look="quiet" icon="trash" onClick={() => discardWaiting(one.id)}>
                {t('outbox.discard')}
              </Button>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}
