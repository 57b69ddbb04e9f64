import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Company } from '../../../../server/contracts/core/company.js';
import { settingsEndpoints } from '../../../../server/contracts/core/settings.js';
import { Button } from '../../../ui/button.js';
import { call } from '../../api.js';
import { FormDone, FormProblem } from '../../form/field.js';
import f from '../../form/form.module.css';
import { useForm } from '../../form/use-form.js';
import { queryClient } from '../../query.js';
import { useSessionState } from '../../session.js';
import { useUnsaved } from '../../unsaved.js';
import { Loaded } from '../loaded.js';
import { PageHead } from '../page-head.js';
import s from '../settings.module.css';
import { type CompanyDraft, changesIn, draftOf } from './draft.js';
import { companyKey } from './key.js';
import { LookPart } from './look.js';
import { AddressPart, BankPart, LegalPart, PortalPart, WorkPart } from './parts.js';

function Part({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className={`${s.card} ${f.form}`}>
      <div>
        <h3>{title}</h3>
        {text && <p className={s.quiet}>{text}</p>}
      </div>
      {children}
    </section>
  );
}

function CompanyForm({ company }: { company: Company }) {
  const { t } = useTranslation('core');
  const { reload } = useSessionState();
  const [before, setBefore] = useState(() => draftOf(company));
  const [draft, setDraft] = useState(before);
  const [saved, setSaved] = useState(false);
  const set = (change: Partial<CompanyDraft>) => {
    setSaved(false);
    setDraft((now) => ({ ...now, ...change }));
  };
  const form = useForm(
    async () => {
      const after = await call(settingsEndpoints.changeCompany, { body: changesIn(draft, before) });
      queryClient.setQueryData(companyKey, after);
      // As it is stored: numbers come back in the form of the country.
      setBefore(draftOf(after));
      setDraft(draftOf(after));
      setSaved(true);
      await reload();
    },
    () => (draft.name.trim() ? {} : { name: t('company.needName') }),
  );
  useUnsaved(JSON.stringify(draft) !== JSON.stringify(before));
  const part = { draft, set, errors: form.errors };
  return (
    <form ref={form.form} className={s.column} onSubmit={(event) => void form.submit(event)} noValidate>
      <Part title={t('company.legal')}>
        <LegalPart {...part} />
      </Part>
      <Part title={t('company.reach')}>
        <AddressPart {...part} />
      </Part>
      <Part title={t('company.bank.title')} text={t('company.bank.text')}>
        <BankPart {...part} />
      </Part>
      <Part title={t('company.portal')}>
        <PortalPart {...part} />
      </Part>
      <Part title={t('company.work.title')} text={t('company.work.text')}>
        <WorkPart {...part} />
      </Part>
      <FormProblem>{form.problem}</FormProblem>
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
  const query = useQuery({ queryKey: companyKey, queryFn: () => call(settingsEndpoints.company) });
  return (
    <>
      <PageHead title={t('settings.company')} text={t('company.text')} />
      <Loaded query={query}>
        {(company) => (
          <div className={s.column}>
            <LookPart company={company} />
            <CompanyForm company={company} />
          </div>
        )}
      </Loaded>
    </>
  );
}
