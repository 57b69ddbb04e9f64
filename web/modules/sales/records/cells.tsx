import { useTranslation } from 'react-i18next';
import type { Invoice, Quote } from '../../../../server/contracts/sales/records.js';
import { useSession } from '../../../core/session.js';
import { Day, ReferenceName } from '../../../ui/cells.js';
import { dayOf } from '../../../ui/format.js';
import { Tag, type TagLook } from '../../../ui/tag.js';
import { useFormat, When } from '../../../ui/ui-context.js';
import s from './cells.module.css';

/** The company of a document, or its contact where there is no company. */
export function Client({ of }: { of: { companyId: number | null; contactId: number | null } }) {
  return of.companyId ? <ReferenceName type="crm.company" id={of.companyId} /> : <ReferenceName type="crm.contact" id={of.contactId} />;
}

const looks: Record<string, TagLook> = {
  draft: 'warn',
  sent: 'accent',
  accepted: 'ok',
  declined: 'bad',
  unpaid: 'plain',
  'partly-paid': 'warn',
  paid: 'ok',
  cancelled: 'plain',
};

const waiting: readonly (string | null)[] = ['draft', 'sent', 'unpaid', 'partly-paid'];

/** Its last mail did not go out, and its client is still waited for. */
export const isUndelivered = (of: Pick<Quote, 'mailState'> & { status: string | null }): boolean => of.mailState === 'failed' && waiting.includes(of.status);

/** How a document stands. One that was sent and did not arrive is no sent one; of an invoice it is said beside what is paid. */
export function Status({ of }: { of: Pick<Quote, 'mailState'> & { status: string | null } }) {
  const { t } = useTranslation('sales');
  const lost = isUndelivered(of);
  return (
    <span className={s.status}>
      {of.status && !(lost && of.status === 'sent') && <Tag look={looks[of.status] ?? 'plain'}>{t(`status.${of.status}`)}</Tag>}
      {lost && <Tag look="bad">{t('mailState.failed')}</Tag>}
    </span>
  );
}

/** When a document was sent; of one that was handed on the day alone, because nobody said at what time. */
export function SentAt({ of }: { of: Pick<Quote, 'sentAt' | 'sentVia'> }) {
  const { company } = useSession();
  if (!of.sentAt) return null;
  const isHandedOn = of.sentVia !== null && of.sentVia !== 'mail';
  return isHandedOn ? <Day value={dayOf(new Date(of.sentAt), company.timeZone)} /> : <When at={of.sentAt} />;
}

/** Today on the calendar of the person. */
export const useToday = (): string => dayOf(new Date(), useFormat().timeZone);

export const isOpen = (invoice: Pick<Invoice, 'status'>): boolean => invoice.status === 'unpaid' || invoice.status === 'partly-paid';

/** When an invoice is due; in red words once it is late. */
export function DueOn({ of }: { of: Pick<Invoice, 'dueOn' | 'status'> }) {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const today = useToday();
  if (!of.dueOn) return null;
  if (!isOpen(of) || of.dueOn >= today) return <Day value={of.dueOn} />;
  return (
    <time dateTime={of.dueOn} title={f.dayFull(of.dueOn)} className={s.late}>
      {t('invoice.overdueSince', { day: f.day(of.dueOn) })}
    </time>
  );
}

/** The last day of a quote; in words once it is over and nobody has answered. */
export function ValidUntil({ of }: { of: Pick<Quote, 'validUntil' | 'status'> }) {
  const { t } = useTranslation('sales');
  const f = useFormat();
  const today = useToday();
  if (!of.validUntil) return null;
  if ((of.status !== 'draft' && of.status !== 'sent') || of.validUntil >= today) return <Day value={of.validUntil} />;
  return (
    <time dateTime={of.validUntil} title={f.dayFull(of.validUntil)} className={s.late}>
      {t('quote.expiredOn', { day: f.day(of.validUntil) })}
    </time>
  );
}
