import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Channel } from '../../../../server/contracts/core/fields.js';
import { companyEndpoints, contactEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import { invoiceEndpoints, quoteEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { ApiProblem, call } from '../../../core/api.js';
import { FormDialog } from '../../../core/form/form-dialog.js';
import { useMay, useSessionState } from '../../../core/session.js';
import { useDraft } from '../../../ui/draft/use-draft.js';
import { showNote } from '../../../ui/feedback.js';
import { dayOf } from '../../../ui/format.js';
import { Icon } from '../../../ui/icon.js';
import { Link } from '../../../ui/link.js';
import { useFormat } from '../../../ui/ui-context.js';
import { isUndelivered } from '../records/cells.js';
import { useRefresh } from '../records/use-work.js';
import { HandOnDialog } from './hand-on-dialog.js';
import { PlainField } from './plain-field.js';
import s from './send-dialog.module.css';

interface Sendable {
  id: number;
  number: string | null;
  companyId: number | null;
  contactId: number | null;
  validUntil?: string | null;
  status: string | null;
  sentTo: string | null;
  mailState: 'queued' | 'sent' | 'failed' | null;
  mailReason: string | null;
}

/** The address that the server would take: the contact's first, else the company's; empty where the person may not see them. */
function useClientAddress({ companyId, contactId }: Sendable): string | null | undefined {
  const query = useQuery({
    queryKey: ['sales.client-address', companyId, contactId],
    queryFn: async () => {
      const ask = async (work: () => Promise<{ emails: Channel[] }>) => {
        try {
          return (await work()).emails[0]?.value ?? null;
        } catch (error) {
          if (error instanceof ApiProblem && (error.status === 403 || error.status === 404)) return null;
          throw error;
        }
      };
      const contact = contactId === null ? null : await ask(() => call(contactEndpoints.get, { params: { id: contactId } }));
      return contact ?? (companyId === null ? null : await ask(() => call(companyEndpoints.get, { params: { id: companyId } })));
    },
    staleTime: 0,
  });
  return query.isError ? null : query.data;
}

interface Typed {
  /** Not there: the client's own. */
  to?: string | null;
  message: string | null;
}
const untouched: Typed = { message: null };

interface SendDialogProps {
  kind: 'quote' | 'invoice';
  document: Sendable;
  onClose(): void;
}

/** Sends a document with its PDF and the link to its page; where the portal sends no mail, the link is handed on. */
export function SendDialog(props: SendDialogProps) {
  const { session, reload } = useSessionState();
  const sendsMail = useRef(session.mail);
  // Somebody may have set mail up since this browser was opened: asked once, and what was begun as a mail stays one.
  useEffect(() => {
    if (!sendsMail.current) void reload().catch(() => undefined);
  }, [reload]);
  return session.mail || sendsMail.current ? <MailDialog {...props} /> : <HandOnDialog {...props} withoutMail />;
}

function MailDialog({ kind, document, onClose }: SendDialogProps) {
  const { t } = useTranslation('sales');
  const id = useId();
  const may = useMay();
  const refresh = useRefresh();
  const known = useClientAddress(document);
  const draft = useDraft<Typed>(`sales.send:${kind}:${document.id}`, untouched);
  const { message } = draft.value;
  const to = draft.value.to === undefined ? (known ?? (known === null ? document.sentTo : null)) : draft.value.to;
  const f = useFormat();
  const expired = Boolean(document.validUntil && document.validUntil < dayOf(new Date(), f.timeZone));
  const endpoints = kind === 'quote' ? quoteEndpoints : invoiceEndpoints;
  return (
    <FormDialog
      title={t(`send.${kind}`, { number: document.number })}
      submitLabel={t('send.submit')}
      busyLabel={t('send.busy')}
      fields={['to', 'message']}
      draft={draft}
      onClose={onClose}
      onSubmit={async () => {
        await call(endpoints.send as typeof quoteEndpoints.send, {
          params: { id: document.id },
          body: { ...(to?.trim() ? { to: to.trim() } : {}), ...(message?.trim() ? { message: message.trim() } : {}) },
        });
        await refresh();
        onClose();
        showNote({ text: to?.trim() ? t('send.done', { to: to.trim() }) : t('send.doneClient') });
      }}
      hint={(code) => (code === 'mail-not-set-up' && may('core.settings.manage') ? <Link to="/settings/mail">{t('send.setUpMail')}</Link> : null)}
    >
      {(errors) => (
        <>
          {expired && document.validUntil && (
            <p className={s.warning}>
              <Icon name="alert" size={16} />
              <span>{t('send.expired', { day: f.dayFull(document.validUntil) })}</span>
            </p>
          )}
          {isUndelivered(document) && (
            <div className={s.warning}>
              <Icon name="alert" size={16} />
              <div>
                <p>{t('undelivered.title', { to: document.sentTo ?? t('undelivered.someone') })}</p>
                {document.mailReason && <p className={s.said}>{document.mailReason}</p>}
              </div>
            </div>
          )}
          <PlainField
            id={`${id}-to`}
            name="to"
            label={t('send.to')}
            field={{ kind: 'text', max: 250, required: true }}
            value={to}
            onChange={(value) => draft.set({ ...draft.value, to: value as string | null })}
            error={errors.to}
            autoFocus
          />
          <PlainField
            id={`${id}-message`}
            name="message"
            label={t('send.message')}
            field={{ kind: 'longText', max: 5000 }}
            value={message}
            onChange={(value) => draft.set({ ...draft.value, message: value as string | null })}
            error={errors.message}
            help={t('send.messageHelp')}
          />
        </>
      )}
    </FormDialog>
  );
}
