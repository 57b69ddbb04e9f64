import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Portal, sessionEndpoints } from '../../../server/contracts/core/session.js';
import { Button } from '../../ui/button.js';
import { call } from '../api.js';
import { FormDone, FormProblem, TextField } from '../form/field.js';
import f from '../form/form.module.css';
import { useForm } from '../form/use-form.js';
import { Entrance } from './entrance.js';

/** Asks for a link by mail. What it says afterwards is the same whether anybody has the address. */
export function Forgot({ company, logo, email: known, onBack }: { company: string; logo: Portal['logo']; email: string; onBack: () => void }) {
  const { t } = useTranslation('core');
  const [email, setEmail] = useState(known);
  const [sent, setSent] = useState(false);
  const form = useForm(
    async () => {
      await call(sessionEndpoints.forgot, { body: { email: email.trim() } });
      setSent(true);
    },
    () => (email.trim() ? {} : { email: t('signIn.needEmail') }),
  );
  return (
    <Entrance company={company} logo={logo} title={t('forgot.title')} text={sent ? undefined : t('forgot.text')}>
      <form ref={form.form} className={f.form} onSubmit={(event) => void form.submit(event)} noValidate>
        <FormProblem>{form.problem}</FormProblem>
        <FormDone>{sent && t('forgot.sent')}</FormDone>
        {!sent && (
          <>
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
            <Button type="submit" look="primary" busy={form.busy}>
              {t('forgot.action')}
            </Button>
          </>
        )}
        <Button look={sent ? 'primary' : 'quiet'} onClick={onBack}>
          {t('forgot.back')}
        </Button>
      </form>
    </Entrance>
  );
}
