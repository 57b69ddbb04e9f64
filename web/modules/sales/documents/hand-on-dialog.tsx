import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { invoiceEndpoints, quoteEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { type WayToHandOn, waysToHandOn } from '../../../../server/contracts/sales/records.js';
import { addressOf } from '../../../core/api.js';
import { FormDialog } from '../../../core/form/form-dialog.js';
import { useMay } from '../../../core/session.js';
import { Button } from '../../../ui/button.js';
import { LabelledField } from '../../../ui/fields/labelled-field.js';
import { Icon } from '../../../ui/icon.js';
import { Link } from '../../../ui/link.js';
import { useToday } from '../records/cells.js';
import { PlainField } from './plain-field.js';
import s from './send-dialog.module.css';
import { useCopyLink } from './use-copy-link.js';
import { useHandOn } from './use-hand-on.js';

interface HandOnDialogProps {
  kind: 'quote' | 'invoice';
  document: { id: number; number: string | null };
  /** It stands in place of the form of a mail, where the portal sends none. */
  withoutMail?: boolean;
  onClose(): void;
}

/** Hands a document on by its link or as a PDF, and notes that it is sent: how and when. */
export function HandOnDialog({ kind, document, withoutMail = false, onClose }: HandOnDialogProps) {
  const { t } = useTranslation('sales');
  const id = useId();
  const may = useMay();
  const today = useToday();
  const copyLink = useCopyLink(kind);
  const { handOn } = useHandOn(kind);
  const [via, setVia] = useState<WayToHandOn>('link');
  const [day, setDay] = useState<string | null>(today);
  const endpoints = (kind === 'quote' ? quoteEndpoints : invoiceEndpoints) as typeof quoteEndpoints;
  const openPdf = () => {
    window.open(addressOf(endpoints.pdf, { params: { id: document.id } }), '_blank', 'noopener');
    setVia('paper');
  };
  return (
    <FormDialog
      title={t(withoutMail ? `send.${kind}` : `handOn.title.${kind}`, { number: document.number })}
      submitLabel={t(`handOn.submit.${kind}`)}
      fields={['via', 'day']}
      onClose={onClose}
      onSubmit={async () => {
        // Today is the server's to know: where the person is, it may be tomorrow already.
        await handOn(document, { via, ...(day && day !== today ? { day } : {}) });
        onClose();
      }}
    >
      {(errors) => (
        <>
          {withoutMail && (
            <div className={s.warning}>
              <Icon name="mail" size={16} />
              <div>
                <p>{t('send.noMail')}</p>
                {may('core.settings.manage') ? <Link to="/settings/mail">{t('send.setUpMail')}</Link> : <p>{t('send.askForMail')}</p>}
              </div>
            </div>
          )}
          <p className={s.how}>{t('handOn.how')}</p>
          <div className={s.ways}>
            <Button icon="link" data-autofocus onClick={() => void copyLink(document.id).then((copied) => copied && setVia('link'))}>
              {t('link.copy')}
            </Button>
            <Button icon="print" onClick={openPdf}>
              {t('handOn.pdf')}
            </Button>
          </div>
          <p className={s.how}>{t(`handOn.then.${kind}`)}</p>
          <LabelledField
            id={`${id}-via`}
            def={{
              name: 'via',
              label: t('handOn.via'),
              field: { kind: 'choice', options: waysToHandOn, required: true },
              optionLabel: (way) => t(`handOn.ways.${way}`),
            }}
            value={via}
            onChange={(value) => setVia(value as WayToHandOn)}
            error={errors.via}
          />
          <PlainField
            id={`${id}-day`}
            name="day"
            label={t('handOn.day')}
            field={{ kind: 'day', required: true }}
            value={day}
            onChange={(value) => setDay(value as string | null)}
            error={errors.day}
          />
        </>
      )}
    </FormDialog>
  );
}
