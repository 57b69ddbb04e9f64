import { useTranslation } from 'react-i18next';
import type { Quote } from '../../../../server/contracts/sales/records.js';
import { Button } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import p from '../../../ui/pieces.module.css';
import { isUndelivered, SentAt } from '../records/cells.js';
import s from './document-page.module.css';

/** What quotes and invoices tell of how they went to their client. */
export type Sent = Pick<Quote, 'sentAt' | 'sentVia' | 'sentTo' | 'mailState' | 'mailReason'> & { status: string | null; changedAfterSending?: string | null };

/** Its client has it as it stands here, as far as is known. */
export const isWithClient = (of: Sent): boolean => of.sentAt !== null && !of.changedAfterSending && !isUndelivered(of);

/** How a document went to its client, and when; of one that did not arrive its page says more. */
export function SentWords({ kind, of }: { kind: 'quote' | 'invoice'; of: Sent }) {
  const { t } = useTranslation('sales');
  if (!of.sentAt || isUndelivered(of)) return null;
  const byMail = of.mailState === 'queued' ? 'queued' : 'mail';
  const way = of.sentVia !== 'mail' ? (of.sentVia ?? 'plain') : of.sentTo ? byMail : 'plain';
  return (
    <span>
      {t(`${kind}.sent.${way}`, { to: of.sentTo })} <SentAt of={of} />
    </span>
  );
}

interface SendingStateProps {
  kind: 'quote' | 'invoice';
  of: Sent;
  /** Undefined where the person may not send it. */
  onSend: (() => void) | undefined;
  onHandOn: (() => void) | undefined;
}

/** What is to be known of the sending of a document above its fields: that it did not arrive, is still being tried, or is an older one. */
export function SendingState({ kind, of, onSend, onHandOn }: SendingStateProps) {
  const { t } = useTranslation('sales');
  const to = of.sentTo ?? t('undelivered.someone');
  if (isUndelivered(of))
    return (
      <div className={`${s.sending} ${s.undelivered}`} role="status">
        <div className={`${p.message} ${p.messageBad}`}>
          <Icon name="alert" size={16} />
          <div>
            <b>{t('undelivered.title', { to })}</b>
            {of.mailReason && <p className={s.reason}>{of.mailReason}</p>}
            <p>{t('undelivered.next')}</p>
          </div>
        </div>
        {onHandOn && <Button onClick={onHandOn}>{t('handOn.otherwise')}</Button>}
      </div>
    );
  if (of.mailState === 'queued' && of.mailReason)
    return (
      <div className={s.sending} role="status">
        <div className={`${p.message} ${p.messageWarn}`}>
          <Icon name="clock" size={16} />
          <div>
            <b>{t('undelivered.trying', { to })}</b>
            <p className={s.reason}>{of.mailReason}</p>
          </div>
        </div>
      </div>
    );
  if (kind !== 'quote' || of.status !== 'sent' || !of.changedAfterSending || !of.sentAt) return null;
  return (
    <div className={s.sending} role="status">
      <p className={`${p.message} ${p.messageWarn}`}>
        <Icon name="alert" size={16} />
        <span>
          {t('quote.olderSent')} <SentAt of={of} />
        </span>
      </p>
      {onSend && (
        <Button icon="send" onClick={onSend}>
          {t('send.again')}
        </Button>
      )}
    </div>
  );
}
