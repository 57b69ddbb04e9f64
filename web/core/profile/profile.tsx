import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionEndpoints } from '../../../server/contracts/core/session.js';
import { Button } from '../../ui/button.js';
import { call } from '../api.js';
import { FormDone, FormProblem, SelectField, TextField } from '../form/field.js';
import f from '../form/form.module.css';
import { PasswordField } from '../form/password-field.js';
import { shortest } from '../form/strength.js';
import { useForm } from '../form/use-form.js';
import { languages } from '../i18n.js';
import { PhotoField } from '../people/photo-field.js';
import { Sessions } from '../people/sessions.js';
import { useOnlyLooks, useSessionState } from '../session.js';
import p from '../settings/settings.module.css';
import { zoneOptions } from '../settings/zones.js';
import { useHeading } from '../shell/heading.js';
import { useUnsaved } from '../unsaved.js';
import { OwnPage } from './own-page.js';
import { Tokens } from './tokens.js';

function About() {
  const { t } = useTranslation('core');
  const { session, replace } = useSessionState();
  const { person } = session;
  const [name, setName] = useState(person.name);
  const [phone, setPhone] = useState(person.phone ?? '');
  const [language, setLanguage] = useState(person.language);
  const [timeZone, setTimeZone] = useState(person.timeZone);
  const [saved, setSaved] = useState(false);
  const form = useForm(
    async () => {
      setSaved(false);
      replace(await call(sessionEndpoints.changeMe, { body: { name: name.trim(), phone: phone.trim() || null, language, timeZone } }));
      setSaved(true);
    },
    () => (name.trim() ? {} : { name: t('person.needName') }),
  );
  useUnsaved(name.trim() !== person.name || phone.trim() !== (person.phone ?? '') || language !== person.language || timeZone !== person.timeZone);
  return (
    <form ref={form.form} className={`${f.form} ${p.card}`} onSubmit={(event) => void form.submit(event)} noValidate>
      <h2>{t('me.about')}</h2>
      <PhotoField person={person} onSave={async (photoId) => replace(await call(sessionEndpoints.changeMe, { body: { photoId } }))} />
      <FormProblem>{form.problem}</FormProblem>
      <TextField label={t('person.name')} autoComplete="name" value={name} onChange={setName} error={form.errors.name} />
      <TextField label={t('person.email')} value={person.email ?? ''} onChange={() => undefined} disabled help={t('me.emailHelp')} />
      <TextField label={t('person.phone')} optional type="tel" autoComplete="tel" value={phone} onChange={setPhone} error={form.errors.phone} />
      <div className={f.two}>
        <SelectField
          label={t('language.label')}
          value={language}
          onChange={setLanguage}
          error={form.errors.language}
          options={languages.map((each) => ({ value: each, label: t(`language.${each}`) }))}
        />
        <SelectField label={t('company.timeZone')} value={timeZone} onChange={setTimeZone} error={form.errors.timeZone} options={zoneOptions(timeZone)} />
      </div>
      <FormDone>{saved && t('form.saved')}</FormDone>
      <div className={f.actions}>
        <Button type="submit" look="primary" busy={form.busy}>
          {t('me.save')}
        </Button>
      </div>
    </form>
  );
}

function NewPassword() {
  const { t } = useTranslation('core');
  const { session, replace } = useSessionState();
  const [oldPassword, setOld] = useState('');
  const [password, setPassword] = useState('');
  const [saved, setSaved] = useState(false);
  const form = useForm(
    async () => {
      setSaved(false);
      replace(await call(sessionEndpoints.changeMe, { body: { password, oldPassword } }));
      setOld('');
      setPassword('');
      setSaved(true);
    },
    () => ({
      ...(oldPassword ? {} : { oldPassword: t('password.needOld') }),
      ...(password.length >= shortest ? {} : { password: t('password.tooShort', { count: shortest }) }),
    }),
  );
  return (
    <form ref={form.form} className={`${f.form} ${p.card}`} onSubmit={(event) => void form.submit(event)} noValidate>
      <h2>{t('password.change')}</h2>
      <FormProblem>{form.problem}</FormProblem>
      <input type="hidden" autoComplete="username" value={session.person.email ?? ''} readOnly />
      <PasswordField label={t('password.old')} value={oldPassword} onChange={setOld} error={form.errors.oldPassword} />
      <PasswordField
        label={t('password.new')}
        rate
        known={[session.person.name, session.person.email ?? '']}
        value={password}
        onChange={setPassword}
        error={form.errors.password}
      />
      <FormDone>{saved && t('password.changed')}</FormDone>
      <div className={f.actions}>
        <Button type="submit" busy={form.busy}>
          {t('password.change')}
        </Button>
      </div>
    </form>
  );
}

export default function Profile() {
  const { t } = useTranslation('core');
  const looks = useOnlyLooks();
  useHeading(t('me.profile'));
  return (
    <OwnPage className={p.narrow}>
      <About />
      {!looks && <NewPassword />}
      <Sessions />
      <Tokens />
    </OwnPage>
  );
}
