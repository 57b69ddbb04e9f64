import { useTranslation } from 'react-i18next';
import { useMay } from '../../../core/session.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { Icon } from '../../../ui/icon.js';
import { Link } from '../../../ui/link.js';
import s from './send-dialog.module.css';
import { useCopyLink } from './use-copy-link.js';

/** In place of the form of a mail where the portal sends none: the link to the document's page is handed on some other way. */
export function HandOnDialog({ kind, document, onClose }: { kind: 'quote' | 'invoice'; document: { id: number; number: string | null }; onClose(): void }) {
  const { t } = useTranslation('sales');
  const may = useMay();
  const copyLink = useCopyLink(kind);
  return (
    <Dialog
      opened
      title={t(`send.${kind}`, { number: document.number })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('core:cancel')}</Button>
          <Button look="primary" icon="link" data-autofocus onClick={() => void copyLink(document.id).then((copied) => copied && onClose())}>
            {t('link.copy')}
          </Button>
        </>
      }
    >
      <div className={s.warning}>
        <Icon name="mail" size={16} />
        <div>
          <p>{t('send.noMail')}</p>
          {may('core.settings.manage') ? <Link to="/settings/mail">{t('send.setUpMail')}</Link> : <p>{t('send.askForMail')}</p>}
        </div>
      </div>
      <p>{t('send.handOn')}</p>
    </Dialog>
  );
}
