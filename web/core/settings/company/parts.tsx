import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { branchWord, customsOf } from '../../../../server/contracts/core/company.js';
import { SelectField, TextField, type TextFieldProps, Tick } from '../../form/field.js';
import f from '../../form/form.module.css';
import { TimeField } from '../../form/read-fields.js';
import { languages } from '../../i18n.js';
import { weekdayOf } from '../weekday.js';
import { countryOptions, currencyOptions, zoneOptions } from '../zones.js';
import type { CompanyDraft } from './draft.js';

export interface PartProps {
  draft: CompanyDraft;
  set: (change: Partial<CompanyDraft>) => void;
  errors: Record<string, string>;
}
type More = Partial<Omit<TextFieldProps, 'label' | 'value' | 'onChange' | 'error'>>;
type TextName = 'legalName' | 'taxId' | 'stateRegistration' | 'cityRegistration' | 'phone' | 'email' | 'site' | 'publicUrl';

function useText({ draft, set, errors }: PartProps) {
  const { t } = useTranslation('core');
  return (name: TextName, more: More & { label?: string } = {}) => (
    <TextField label={t(`company.${name}`)} value={draft[name]} onChange={(value) => set({ [name]: value })} error={errors[name]} {...more} />
  );
}

/** What few need: closed, unless something is in it or wrong with it. */
function Rest({ open, children }: { open: boolean; children: ReactNode }) {
  const { t } = useTranslation('core');
  return (
    <details className={f.more} open={open}>
      <summary>{t('company.more')}</summary>
      <div className={f.form}>{children}</div>
    </details>
  );
}

const some = (...values: (string | undefined)[]): boolean => values.some(Boolean);

/** Its names and the number the state knows it by, in the words of its country. */
export function LegalPart(props: PartProps) {
  const { draft, set, errors } = props;
  const { t, i18n } = useTranslation('core');
  const text = useText(props);
  const { taxId } = customsOf(draft.country);
  return (
    <>
      <TextField
        label={t(taxId === 'brazil' ? 'company.nameBR' : 'company.name')}
        value={draft.name}
        onChange={(name) => set({ name })}
        error={errors.name}
        help={t('company.nameHelp')}
        autoComplete="organization"
      />
      {text('legalName', { label: t(taxId === 'brazil' ? 'company.legalNameBR' : 'company.legalName') })}
      <div className={f.two}>
        <SelectField
          label={t('company.country')}
          value={draft.country}
          onChange={(country) => set({ country })}
          error={errors.country}
          options={countryOptions(draft.country, i18n.language)}
        />
        {text('taxId', {
          label: t({ brazil: 'company.taxIdBR', union: 'company.vatId', britain: 'company.vatId', plain: 'company.taxId' }[taxId]),
          autoComplete: 'off',
        })}
      </div>
      {taxId === 'brazil' && (
        <Rest open={some(draft.stateRegistration, draft.cityRegistration)}>
          <div className={f.two}>
            {text('stateRegistration')}
            {text('cityRegistration')}
          </div>
        </Rest>
      )}
    </>
  );
}

/** How a country calls parts of an address, where it has a word of its own. */
const addressWords: Readonly<Record<string, Partial<Record<'postalCode' | 'region', string>>>> = {
  BR: { postalCode: 'cep' },
  GB: { postalCode: 'postcode', region: 'county' },
  IE: { region: 'county' },
  US: { postalCode: 'zip' },
};
/** Addresses there name no district. */
const withoutDistrict = new Set(['AU', 'CA', 'GB', 'IE', 'US']);

const states = 'AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO'.split(' ');

export function AddressPart(props: PartProps) {
  const { draft, set, errors } = props;
  const { t } = useTranslation('core');
  const text = useText(props);
  const { address, country } = draft;
  const isBrazil = country === 'BR';
  const words = addressWords[country] ?? {};
  const line = (name: keyof typeof address, more: More = {}) => (
    <TextField
      label={t(`company.address.${words[name as keyof typeof words] ?? name}`)}
      value={address[name]}
      onChange={(value) => set({ address: { ...address, [name]: value } })}
      error={errors[`address.${name}`]}
      {...more}
    />
  );
  return (
    <>
      {line('street', { autoComplete: 'address-line1' })}
      <div className={f.two}>
        {line('extra', { autoComplete: 'address-line2' })}
        {(address.district !== '' || !withoutDistrict.has(country)) && line('district')}
        {line('postalCode', { autoComplete: 'postal-code' })}
        {line('city', { autoComplete: 'address-level2' })}
        {isBrazil && (address.region === '' || states.includes(address.region)) ? (
          <SelectField
            label={t('company.address.region')}
            empty={t('company.address.noRegion')}
            value={address.region}
            onChange={(region) => set({ address: { ...address, region } })}
            error={errors['address.region']}
            options={states.map((state) => ({ value: state, label: state }))}
          />
        ) : (
          line('region', { autoComplete: 'address-level1' })
        )}
        {text('phone', { type: 'tel' })}
        {text('email', { type: 'email' })}
        {text('site', { inputMode: 'url' })}
      </div>
    </>
  );
}

/** Where clients pay: what the country uses, the rest behind “More”. */
export function BankPart({ draft, set, errors }: PartProps) {
  const { t } = useTranslation('core');
  const { bank } = draft;
  const kind = customsOf(draft.country).bank;
  const line = (name: keyof typeof bank, word: string = name, more: More = {}) => (
    <TextField
      key={name}
      label={t(`company.bank.${word}`)}
      value={bank[name]}
      onChange={(value) => set({ bank: { ...bank, [name]: value } })}
      error={errors[`bank.${name}`]}
      autoComplete="off"
      {...more}
    />
  );
  const parts = {
    brazil: { first: ['pix', 'bank', 'branch', 'account'], rest: ['holder', 'iban', 'bic'] },
    britain: { first: ['branch', 'account', 'bank'], rest: ['holder', 'iban', 'bic'] },
    iban: { first: ['iban', 'bic', 'bank'], rest: ['holder', 'branch', 'account'] },
    plain: { first: ['bank', 'branch', 'account', 'bic'], rest: ['holder', 'iban'] },
  } as const;
  const word = (name: keyof typeof bank): string => (name === 'branch' ? branchWord(draft.country) : name);
  const { first, rest } = parts[kind];
  const shown = (name: keyof typeof bank) => line(name, word(name), name === 'pix' ? { help: t('company.bank.pixHelp') } : {});
  return (
    <>
      <div className={f.two}>{first.map(shown)}</div>
      <Rest open={rest.some((name) => some(bank[name], errors[`bank.${name}`]))}>
        <div className={f.two}>{rest.map(shown)}</div>
      </Rest>
    </>
  );
}

const usualBreak = { from: '12:00', to: '13:00' };

/** On which days and from when until when work is done. */
export function WorkPart({ draft, set, errors }: PartProps) {
  const { t, i18n } = useTranslation('core');
  const { workingHours: hours, weekStart } = draft;
  const change = (some: Partial<typeof hours>) => set({ workingHours: { ...hours, ...some } });
  const error = (path: string) => errors[`workingHours.${path}`];
  const days = Array.from({ length: 7 }, (_, n) => (weekStart + n) % 7);
  const time = (label: string, value: string, path: string, onChange: (clock: string) => void) => (
    <TimeField key={path} label={label} value={value} error={error(path)} onChange={onChange} />
  );
  return (
    <>
      <fieldset className={f.days}>
        <legend>{t('company.work.days')}</legend>
        {days.map((day) => (
          <Tick
            key={day}
            label={weekdayOf(day, i18n.language)}
            checked={hours.days.includes(day)}
            // The last one stays: somebody works at some time.
            disabled={hours.days.length === 1 && hours.days.includes(day)}
            onChange={(on) => change({ days: on ? [...hours.days, day].sort() : hours.days.filter((one) => one !== day) })}
          />
        ))}
      </fieldset>
      <div className={f.two}>
        {time(t('company.work.from'), hours.from, 'from', (from) => change({ from }))}
        {time(t('company.work.to'), hours.to, 'to', (to) => change({ to }))}
      </div>
      <Tick label={t('company.work.break')} checked={hours.break !== null} onChange={(on) => change({ break: on ? usualBreak : null })} />
      {hours.break && (
        <div className={f.two}>
          {time(t('company.work.breakFrom'), hours.break.from, 'break.from', (from) => change({ break: { ...usualBreak, ...hours.break, from } }))}
          {time(t('company.work.breakTo'), hours.break.to, 'break.to', (to) => change({ break: { ...usualBreak, ...hours.break, to } }))}
        </div>
      )}
    </>
  );
}

/** What new records and people begin with, and where the portal is. */
export function PortalPart(props: PartProps) {
  const { draft, set, errors } = props;
  const { t, i18n } = useTranslation('core');
  const text = useText(props);
  const days = Array.from({ length: 7 }, (_, day) => ({ value: String(day), label: weekdayOf(day, i18n.language) }));
  return (
    <>
      <div className={f.two}>
        <SelectField
          label={t('company.language')}
          value={draft.language}
          onChange={(language) => set({ language })}
          error={errors.language}
          options={languages.map((each) => ({ value: each, label: t(`language.${each}`) }))}
        />
        <SelectField
          label={t('company.currency')}
          value={draft.currency}
          onChange={(currency) => set({ currency })}
          error={errors.currency}
          options={currencyOptions(draft.currency, i18n.language)}
        />
        <SelectField
          label={t('company.timeZone')}
          value={draft.timeZone}
          onChange={(timeZone) => set({ timeZone })}
          error={errors.timeZone}
          options={zoneOptions(draft.timeZone)}
        />
        <SelectField
          label={t('company.weekStart')}
          value={String(draft.weekStart)}
          onChange={(day) => set({ weekStart: Number(day) })}
          error={errors.weekStart}
          options={days}
        />
      </div>
      {text('publicUrl', { type: 'url', help: t('company.publicUrlHelp') })}
    </>
  );
}
