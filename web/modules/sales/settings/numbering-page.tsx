import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Numbering,
  type NumberingPatch,
  numberingEndpoints,
  numberText,
  prefixPattern,
  restarts,
  separators,
  yearForms,
} from '../../../../server/contracts/sales/numbering.js';
import { ApiProblem, call } from '../../../core/api.js';
import { FormDone, FormProblem, SelectField, TextField, Tick } from '../../../core/form/field.js';
import f from '../../../core/form/form.module.css';
import { useForm } from '../../../core/form/use-form.js';
import { queryClient } from '../../../core/query.js';
import { useSession } from '../../../core/session.js';
import { Loaded } from '../../../core/settings/loaded.js';
import { PageHead } from '../../../core/settings/page-head.js';
import s from '../../../core/settings/settings.module.css';
import { useUnsaved } from '../../../core/unsaved.js';
import { Button } from '../../../ui/button.js';
import { confirm } from '../../../ui/feedback.js';
import { dayOf } from '../../../ui/format.js';
import { useFormat } from '../../../ui/ui-context.js';
import n from './numbering-page.module.css';

const key = ['sales.numbering', 'list'] as const;

/** Changes a numbering; where very many numbers would be left out, only when the person says so. @returns null where they do not. */
function useChange(): (body: NumberingPatch) => Promise<Numbering | null> {
  const { t } = useTranslation('sales');
  const format = useFormat();
  return async (body) => {
    try {
      return await call(numberingEndpoints.change, { body });
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'numbering-jump') throw error;
      const skipped = format.number(Number(error.problem.skipped));
      const isMeant = await confirm({
        title: error.problem.title,
        text: t('numbering.jumpText', { skipped }),
        action: t('numbering.jump', { next: body.next }),
      });
      return isMeant ? call(numberingEndpoints.change, { body: { ...body, confirmed: true } }) : null;
    }
  };
}

/** The numbers of one kind, with the next one as it will look. */
function KindForm({ numbering }: { numbering: Numbering }) {
  const { t } = useTranslation('sales');
  const { timeZone } = useSession().company;
  const change = useChange();
  const [before, setBefore] = useState(numbering);
  const [draft, setDraft] = useState<Omit<Numbering, 'next'> & { next: string }>({ ...numbering, next: String(numbering.next) });
  const [saved, setSaved] = useState(false);
  const set = (change: Partial<typeof draft>) => {
    setSaved(false);
    // That the year has to stand in them may be mended by never beginning anew.
    form.forget([...Object.keys(change), ...(change.restart ? ['year'] : [])]);
    setDraft((now) => ({ ...now, ...change }));
  };
  const running = /^\d{1,9}$/.test(draft.next.trim()) ? Number(draft.next) : 0;
  const { kind } = numbering;
  const form = useForm(
    async () => {
      const { next: _, least: __, ...pattern } = draft;
      const body = { ...pattern, prefix: pattern.prefix.trim(), ...(running === before.next ? {} : { next: running }) };
      const after = await change(body);
      if (!after) return;
      queryClient.setQueryData<{ items: Numbering[] }>(key, (old) => old && { items: old.items.map((one) => (one.kind === kind ? after : one)) });
      setBefore(after);
      setDraft({ ...after, next: String(after.next) });
      setSaved(true);
    },
    () => ({
      ...(new RegExp(prefixPattern, 'u').test(draft.prefix.trim()) ? {} : { prefix: t('numbering.prefixForm') }),
      ...(running > 0 ? {} : { next: t('numbering.needNext') }),
    }),
  );
  useUnsaved(JSON.stringify(draft) !== JSON.stringify({ ...before, next: String(before.next) }));
  const day = dayOf(new Date(), timeZone);
  // What is not given is not shown as if it were: neither what was refused, nor what will be.
  const isGiven = running >= before.least && !form.errors.next;
  const example = numberText({ ...draft, prefix: draft.prefix.trim() }, day, isGiven ? running : before.next);
  return (
    <form ref={form.form} className={`${s.card} ${f.form}`} onSubmit={(event) => void form.submit(event)} noValidate aria-labelledby={`numbering-${kind}`}>
      <div className={n.head}>
        <h3 id={`numbering-${kind}`}>{t(`${kind}.plural`)}</h3>
        <p className={n.example}>
          <span>{t('numbering.example')}</span> <output>{example}</output>
        </p>
      </div>
      <FormProblem>{form.problem}</FormProblem>
      <div className={n.fields}>
        <TextField label={t('numbering.prefix')} value={draft.prefix} maxLength={12} onChange={(prefix) => set({ prefix })} error={form.errors.prefix} />
        <SelectField
          label={t('numbering.year')}
          value={draft.year}
          onChange={(year) => set({ year: year as Numbering['year'] })}
          error={form.errors.year}
          options={yearForms.map((year) => ({ value: year, label: { none: t('numbering.noYear'), two: day.slice(2, 4), four: day.slice(0, 4) }[year] }))}
        />
        <SelectField
          label={t('numbering.separator')}
          value={draft.separator}
          onChange={(separator) => set({ separator: separator as Numbering['separator'] })}
          error={form.errors.separator}
          options={separators.map((each) => ({ value: each, label: each || t('numbering.noSeparator') }))}
        />
        <SelectField
          label={t('numbering.width')}
          value={String(draft.width)}
          onChange={(width) => set({ width: Number(width) })}
          error={form.errors.width}
          options={Array.from({ length: 9 }, (_, at) => ({
            value: String(at + 1),
            label: t('numbering.digits', { count: at + 1, shown: '1'.padStart(at + 1, '0') }),
          }))}
        />
        <SelectField
          label={t('numbering.restart')}
          value={draft.restart}
          onChange={(restart) => set({ restart: restart as Numbering['restart'] })}
          error={form.errors.restart}
          options={restarts.map((each) => ({ value: each, label: t(`numbering.restarts.${each}`) }))}
        />
        <TextField
          label={t('numbering.next')}
          inputMode="numeric"
          maxLength={9}
          value={draft.next}
          onChange={(next) => set({ next })}
          error={form.errors.next}
          help={t('numbering.nextHelp', { least: before.least })}
        />
      </div>
      <Tick label={t('numbering.month')} checked={draft.month} onChange={(month) => set({ month })} />
      <FormDone>{saved && t('numbering.saved')}</FormDone>
      <div className={f.actions}>
        <Button type="submit" look="primary" busy={form.busy}>
          {t('numbering.save')}
        </Button>
      </div>
    </form>
  );
}

/** How quotes, invoices and shipments are numbered. */
export default function NumberingPage() {
  const { t } = useTranslation('sales');
  const query = useQuery({ queryKey: key, queryFn: () => call(numberingEndpoints.list), staleTime: 0 });
  return (
    <>
      <PageHead title={t('numbering.title')} text={t('numbering.text')} />
      <Loaded query={query}>
        {({ items }) => (
          <div className={s.column}>
            {items.map((numbering) => (
              <KindForm key={numbering.kind} numbering={numbering} />
            ))}
          </div>
        )}
      </Loaded>
    </>
  );
}
