import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { showUndo } from '../../ui/feedback.js';
import { When } from '../../ui/ui-context.js';
import { discardWaiting, retryRefused, useOutbox, type Waiting, waitAgain } from './outbox.js';
import s from './outbox-line.module.css';

/** What is not saved yet, or was not taken. */
export function OutboxDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('core');
  const entries = useOutbox();
  const refused = entries.some((one) => one.refused);
  const discard = (one: Waiting) => {
    discardWaiting(one.id);
    showUndo({ text: t('outbox.discarded', { what: one.what }), onUndo: () => waitAgain(one) });
  };
  return (
    <Dialog
      opened={opened}
      title={t('outbox.title')}
      onClose={onClose}
      footer={
        refused ? (
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
            <Button look="quiet" icon="trash" onClick={() => discard(one)}>
              {t('outbox.discard')}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
