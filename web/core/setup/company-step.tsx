import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupState } from '../../../server/contracts/core/setup.js';
import { fullUrl } from '../address.js';
import { SelectField, TextField } from '../form/field.js';
import f from '../form/form.module.css';
import { languages, switchLanguage } from '../i18n.js';
import { currencyOptions, zoneOptions } from '../settings/zones.js';
import { StepForm } from './step-form.js';
import type { StepProps } from './step-props.js';

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone of a country: the browser's own where it is one of that country's, which may have many. */
function zoneOf(country: SetupState['countries'][number]): string {
  const zone = ownZone();
  return country.timeZones.includes(zone) ? zone : country.timeZone;
}

/** The country this browser seems to stand in: by its time zone, else by its language's region. */
function guessCountry(countries: SetupState['countries']): string {
  const zone = ownZone();
  const region = navigator.language.split('-')[1]?.toUpperCase();
  const stands = [
    countries.find((each) => each.timeZone === zone),
    countries.find((each) => each.timeZones.includes(zone)),
    countries.find((each) => each.code === region),
  ];
  return stands.find((each) => each !== undefined)?.code ?? '';
}

/** An address that only this machine understands is of no use in a mail. */
const ownAddress = (): string => (/^(localhost|127\.|\[::1\])/.test(location.hostname) ? '' : fullUrl(''));

export function CompanyStep({ state, answers, errors, busy, problem, onBack, onNext }: StepProps) {
  const { t, i18n } = useTranslation('setup');
  const guessed = answers.company?.country || guessCountry(state.countries);
  const facts = state.countries.find((each) => each.code === guessed);
  const [name, setName] = useState(answers.company?.name ?? '');
  const [country, setCountry] = useState(guessed);
  const [currency, setCurrency] = useState(answers.company?.currency ?? facts?.currency ?? '');
  const [timeZone, setTimeZone] = useState(answers.company?.timeZone ?? (facts ? zoneOf(facts) : ownZone()));
  const [publicUrl, setPublicUrl] = useState(answers.publicUrl ?? (ownAddress() || (state.address ?? '')));
  const [missing, setMissing] = useState<Record<string, string>>({});
  const all = { ...errors, ...missing };
  const weekStart = state.countries.find((each) => each.code === country)?.weekStart;
  const day =
    weekStart === undefined
      ? null
      : new Intl.DateTimeFormat(i18n.language, { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(1970, 0, 4 + weekStart)));

  const choose = (code: string) => {
    setCountry(code);
    const chosen = state.countries.find((each) => each.code === code);
    if (!chosen) return;
    setCurrency(chosen.currency);
    setTimeZone(zoneOf(chosen));
  };
  const submit = () => {
    const found = {
      ...(name.trim() ? {} : { 'company.name': t('company.needName') }),
      ...(country ? {} : { 'company.country': t('company.needCountry') }),
      ...(currency ? {} : { 'company.currency': t('company.needCurrency') }),
    };
    setMissing(found);
    if (Object.keys(found).length === 0)
      onNext({ company: { name: name.trim(), country, currency, timeZone }, ...(publicUrl.trim() ? { publicUrl: publicUrl.trim() } : {}) });
  };
  return (
    <StepForm title={t('company.title')} text={t('company.text')} problem={problem} busy={busy} onBack={onBack} onSubmit={submit}>
      <SelectField
        label={t('company.language')}
        value={i18n.language}
        onChange={(value) => void switchLanguage(value, true)}
        options={languages.map((each) => ({ value: each, label: t(`core:language.${each}`) }))}
      />
      <TextField label={t('company.name')} value={name} onChange={setName} error={all['company.name']} autoFocus autoComplete="organization" />
      <SelectField
        label={t('company.country')}
        value={country}
        onChange={choose}
        error={all['company.country']}
        empty={t('company.choose')}
        options={state.countries.map((each) => ({ value: each.code, label: each.name }))}
        {...(day ? { help: t('company.weekBegins', { day }) } : {})}
      />
      <div className={f.two}>
        <SelectField
          label={t('company.currency')}
          value={currency}
          onChange={setCurrency}
          error={all['company.currency']}
          empty={t('company.choose')}
          options={currencyOptions(currency, i18n.language, state.currencies)}
        />
        <SelectField
          label={t('company.timeZone')}
          value={timeZone}
          onChange={setTimeZone}
          error={all['company.timeZone']}
          options={zoneOptions(timeZone, state.timeZones)}
        />
      </div>
      <TextField
        label={t('company.address')}
        optional
        type="url"
        value={publicUrl}
        onChange={setPublicUrl}
        error={all.publicUrl}
        help={t('company.addressHelp')}
        placeholder="http://192.168.0.10:8080"
      />
    </StepForm>
  );
}
