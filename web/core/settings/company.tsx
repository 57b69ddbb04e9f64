import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Company, settingsEndpoints } from '../../../server/contracts/core/settings.js';
import { Button } from '../../ui/button.js';
import { call } from '../api.js';
import { FormDone, FormProblem, SelectField, TextField } from '../form/field.js';
import f from '../form/form.module.css';
import { useForm } from '../form/use-form.js';
import { languages } from '../i18n.js';
import { queryClient } from '../query.js';
import { useSessionState } from '../session.js';
import { useUnsaved } from '../unsaved.js';
import { Loaded } from './loaded.js';
import { PageHead } from './page-head.js';
import s from './settings.module.css';
import { countryOptions, currencyOptions, zoneOptions } from './zones.js';

type Text = 'taxId' | 'address' | 'phone' | 'email' | 'publicUrl';

function CompanyForm({ company }: { company: Company }) {
  const { t, i18n } = useTranslation('core');
  const { reload } = useSessionState();
  const [draft, setDraft] = useState(company);
  const [saved, setSaved] = useState(false);
  const set = (change: Partial<Company>) => {
    setSaved(false);
    setDraft((now) => ({ ...now, ...change }));
  };
  const form = useForm(
    async () => {
      const body = { ...draft, name: draft.name.trim() };
      for (const key of ['taxId', 'address', 'phone', 'email', 'publicUrl'] as const) body[key] = draft[key]?.trim() || null;
      queryClient.setQueryData(['core.company', 'one'], await call(settingsEndpoints.changeCompany, { body }));
      setSaved(true);
      await reload();
    },
    () => (draft.name.trim() ? {} : { name: t('company.needName') }),
  );
  useUnsaved(!saved && JSON.stringify(draft) !== JSON.stringify(company));
  const text = (name: Text, more: { type?: string; help?: string } = {}) => (
    <TextField
      label={t(`company.${name}`)}
      optional
      value={draft[name] ?? ''}
      onChange={(value) => set({ [name]: value })}
      error={form.errors[name]}
      {...more}
    />
  );
  const days = Array.from({ length: 7 }, (_, day) => ({
    value: String(day),
    // 4 January 1970 was a Sunday.
    label: new Intl.DateTimeFormat(i18n.language, { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(1970, 0, 4 + day))),
  }));
  return (
    <form ref={form.form} className={`${f.form} ${s.card} ${s.column}`} onSubmit={(event) => void form.submit(event)} noValidate>
      <FormProblem>{form.problem}</FormProblem>
      <TextField label={t('company.name')} value={draft.name} onChange={(name) => set({ name })} error={form.errors.name} />
      <div className={f.two}>
        <SelectField
          label={t('company.country')}
          value={draft.country}
          onChange={(country) => set({ country })}
          error={form.errors.country}
          options={countryOptions(draft.country, i18n.language)}
        />
        <SelectField
          label={t('company.currency')}
          value={draft.currency}
          onChange={(currency) => set({ currency })}
          error={form.errors.currency}
          options={currencyOptions(draft.currency, i18n.language)}
        />
        <SelectField
          label={t('company.timeZone')}
          value={draft.timeZone}
          onChange={(timeZone) => set({ timeZone })}
          error={form.errors.timeZone}
          options={zoneOptions(draft.timeZone)}
        />
        <SelectField
          label={t('company.weekStart')}
          value={String(draft.weekStart)}
          onChange={(day) => set({ weekStart: Number(day) })}
          error={form.errors.weekStart}
          options={days}
        />
        <SelectField
          label={t('company.language')}
          value={draft.language}
          onChange={(language) => set({ language })}
          error={form.errors.language}
          options={languages.map((each) => ({ value: each, label: t(`language.${each}`) }))}
        />
        {text('taxId')}
      </div>
      {text('address')}
      <div className={f.two}>
        {text('phone', { type: 'tel' })}
        {text('email', { type: 'email' })}
      </div>
      {text('publicUrl', { type: 'url', help: t('company.publicUrlHelp') })}
      <FormDone>{saved && t('form.saved')}</FormDone>
      <div className={f.actions}>
        <Button type="submit" look="primary" busy={form.busy}>
          {t('company.save')}
        </Button>
      </div>
    </form>
  );
}

export default function CompanyPage() {
  const { t } = useTranslation('core');
  const query = useQuery({ queryKey: ['core.company', 'one'], queryFn: () => call(settingsEndpoints.company) });
  return (
    <>
      <PageHead title={t('settings.company')} text={t('company.text')} />
      <Loaded query={query}>{(company) => <CompanyForm company={company} />}</Loaded>
    </>
  );
}
