import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { CopyLine } from '../copy-line.js';
import s from '../settings.module.css';

/** The secret, which is shown this once. */
export function SecretDialog({ secret, replaced, onClose }: { secret: string; replaced: boolean; onClose: () => void }) {
  const { t } = useTranslation('core');
  return (
    <Dialog
      opened
      title={t('webhooks.secretTitle')}
      onClose={onClose}
      footer={
        <Button look="primary" onClick={onClose}>
          {t('done')}
        </Button>
      }
    >
      <p>{t(replaced ? 'webhooks.secretReplaced' : 'webhooks.secretText')}</p>
      <CopyLine label={t('webhooks.secret')} value={secret} />
      <p className={s.quiet}>{t('webhooks.secretUse')}</p>
    </Dialog>
  );
}
