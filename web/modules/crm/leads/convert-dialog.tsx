import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ConvertLead, leadEndpoints, type Match } from '../../../../server/contracts/crm/endpoints.js';
import type { Lead } from '../../../../server/contracts/crm/records.js';
import { call } from '../../../core/api.js';
import { useGo } from '../../../core/navigation.js';
import { useMay } from '../../../core/session.js';
import { useProblemWords } from '../../../core/words.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { showUndo } from '../../../ui/feedback.js';
import s from './convert-dialog.module.css';
import { useUndoConversion } from './use-undo-conversion.js';

/** Whether to make a contact or company, or take one that is there already. */
function Part({
  label,
  name,
  matches,
  value,
  onChange,
  ask,
  none,
}: {
  label: string;
  name: string;
  matches: readonly Match[];
  value: string;
  onChange(value: string): void;
  ask: string;
  /** That none of the matches is meant. */
  none: string;
}) {
  const { t } = useTranslation('crm');
  return (
    <div className={s.choice}>
      <label className={s.tick}>
        <input type="checkbox" checked={value !== ''} onChange={(event) => onChange(event.currentTarget.checked ? String(matches[0]?.id ?? 'new') : '')} />
        {label}
      </label>
      {value !== '' && matches.length > 0 && (
        <fieldset className={s.which}>
          <legend>{ask}</legend>
          {matches.map((match) => (
            <label key={match.id} className={s.tick}>
              <input type="radio" name={name} checked={value === String(match.id)} onChange={() => onChange(String(match.id))} />
              <span>
                {match.title} <span className={s.because}>{match.because.map((why) => t(`because.${why}`)).join(', ')}</span>
              </span>
            </label>
          ))}
          <label className={s.tick}>
            <input type="radio" name={name} checked={value === 'new'} onChange={() => onChange('new')} />
            {none}
          </label>
        </fieldset>
      )}
    </div>
  );
}

/** Makes of a lead what it becomes: a deal, a contact, a company, any of them now and the rest later. */
export function ConvertDialog({ lead, onClose }: { lead: Lead; onClose(made: boolean): void }) {
  const { t } = useTranslation('crm');
  const go = useGo();
  const may = useMay();
  const client = useQueryClient();
  const words = useProblemWords('form');
  const { undone, work } = useUndoConversion();
  const matches = useQuery({
    queryKey: ['crm.lead', 'matches', lead.id],
    queryFn: () => call(leadEndpoints.matches, { params: { id: lead.id } }),
    staleTime: 0,
  });
  const [deal, setDeal] = useState(lead.dealId === null && may('crm.deal.create'));
  const [contact, setContact] = useState<string | null>(null);
  const [company, setCompany] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const nameOfPerson = [lead.firstName, lead.lastName].filter(Boolean).join(' ') || lead.emails[0]?.value || lead.phones[0]?.value || t('convert.nameless');
  const hasName = Boolean(lead.firstName || lead.lastName || lead.phones.length || lead.emails.length);
  const first = (list: readonly Match[] | undefined) => String(list?.[0]?.id ?? 'new');
  // Until the person has chosen: take what matches, make what the lead has details for, leave the rest.
  const contactChoice = contact ?? (lead.contactId === null && hasName ? first(matches.data?.contacts) : '');
  const companyChoice = company ?? (lead.companyId === null && lead.companyName ? first(matches.data?.companies) : '');
  const partOf = (choice: string): true | { id: number } => (choice === 'new' ? true : { id: Number(choice) });

  const submit = async () => {
    const body: ConvertLead = {
      ...(deal && lead.dealId === null ? { deal: true } : {}),
      ...(contactChoice && lead.contactId === null ? { contact: partOf(contactChoice) } : {}),
      ...(companyChoice && lead.companyId === null ? { company: partOf(companyChoice) } : {}),
    };
    if (Object.keys(body).length === 0) return setFailure(t('convert.nothing'));
    setBusy(true);
    setFailure(null);
    try {
      const made = await call(leadEndpoints.convert, { params: { id: lead.id }, body });
      await client.invalidateQueries();
      onClose(true);
      showUndo({
        text: t('convert.done'),
        onUndo: async () => {
          await work.undo(undone(lead.id));
          // The deal that was opened is in the bin then.
          if (body.deal) go(`/crm/leads/${lead.id}`);
        },
      });
      if (body.deal && made.dealId) go(`/crm/deals/${made.dealId}`);
    } catch (error) {
      setFailure(words(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      opened
      title={t('convert.title', { title: lead.title })}
      onClose={() => onClose(false)}
      onSubmit={() => void submit()}
      footer={
        <>
          <Button onClick={() => onClose(false)}>{t('cancel')}</Button>
          <Button type="submit" look="primary" busy={busy} data-autofocus>
            {t('convert.submit')}
          </Button>
        </>
      }
    >
      {lead.dealId === null && may('crm.deal.create') && (
        <div className={s.choice}>
          <label className={s.tick}>
            <input type="checkbox" checked={deal} onChange={(event) => setDeal(event.currentTarget.checked)} />
            {t('convert.deal')}
          </label>
        </div>
      )}
      {lead.contactId === null && (
        <Part
          label={t('convert.contact', { name: nameOfPerson })}
          name="contact"
          ask={t('convert.which.contact')}
          none={t('convert.new.contact')}
          matches={matches.data?.contacts ?? []}
          value={contactChoice}
          onChange={setContact}
        />
      )}
      {lead.companyId === null && (
        <Part
          label={t('convert.company', { name: lead.companyName ?? t('convert.nameless') })}
          name="company"
          ask={t('convert.which.company')}
          none={t('convert.new.company')}
          matches={matches.data?.companies ?? []}
          value={companyChoice}
          onChange={setCompany}
        />
      )}
      {failure && (
        <p className={s.error} role="alert">
          {failure}
        </p>
      )}
    </Dialog>
  );
}
