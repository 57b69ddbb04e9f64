import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Portal, type Session, sessionEndpoints } from '../../../server/contracts/core/session.js';
import { Button } from '../../ui/button.js';
import { ApiProblem, call } from '../api.js';
import { FormProblem, TextField } from '../form/field.js';
import f from '../form/form.module.css';
import { PasswordField } from '../form/password-field.js';
import { useForm } from '../form/use-form.js';
import { Entrance } from './entrance.js';
import { Forgot } from './forgot.js';

/** Seconds left of a wait that the server asked for after too many tries. */
function useWait(): [number, (seconds: number) => void] {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1_000);
    return () => clearTimeout(timer);
  }, [left]);
  return [left, setLeft];
}

/** @param ended somebody was inside until now, and did not sign out here. */
export default function SignIn({ portal, ended, onEnter }: { portal: Portal; ended: boolean; onEnter: (session: Session) => void }) {
  const { t } = useTranslation('core');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [wait, setWait] = useWait();
  const [refused, setRefused] = useState<'wrong' | 'noDatabase' | null>(null);
  const [forgot, setForgot] = useState(false);
  const form = useForm(
    async () => {
      setRefused(null);
      try {
        onEnter(await call(sessionEndpoints.signIn, { body: { email: email.trim(), password } }));
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 429) setWait(error.retryAfter ?? 60);
        if (error instanceof ApiProblem && error.status === 401) setRefused('wrong');
        if (error instanceof ApiProblem && error.code === 'database-away') setRefused('noDatabase');
        throw error;
      }
    },
    () => ({ ...(email.trim() ? {} : { email: t('signIn.needEmail') }), ...(password ? {} : { password: t('signIn.needPassword') }) }),
  );
  const company = portal.companyName ?? t('product');
  const waiting = wait > 0 ? (wait > 90 ? t('signIn.waitMinutes', { count: Math.ceil(wait / 60) }) : t('signIn.waitSeconds', { count: wait })) : null;
  if (forgot) return <Forgot company={company} logo={portal.logo} email={email} onBack={() => setForgot(false)} />;
  return (
    <Entrance company={company} logo={portal.logo} title={t('signIn.title')} text={ended ? t('signIn.ended') : undefined}>
      <form ref={form.form} className={f.form} onSubmit={(event) => void form.submit(event)} noValidate>
        <FormProblem>{waiting ?? (refused ? t(`signIn.${refused}`) : form.problem)}</FormProblem>
        <TextField
          label={t('person.email')}
          type="email"
          name="email"
          autoComplete="username"
          autoCapitalize="none"
          autoFocus
          value={email}
          onChange={setEmail}
          error={form.errors.email}
        />
        <PasswordField label={t('password.label')} name="password" value={password} onChange={setPassword} error={form.errors.password} />
        <Button type="submit" look="primary" busy={form.busy} disabled={wait > 0}>
          {t('signIn.action')}
        </Button>
        {portal.recovery ? (
          <Button look="quiet" onClick={() => setForgot(true)}>
            {t('signIn.forgot')}
          </Button>
        ) : (
          <p className={f.message}>{t('signIn.help')}</p>
        )}
      </form>
    </Entrance>
  );
}
