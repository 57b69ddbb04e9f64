import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type InviteInfo, inviteEndpoints, type Portal, type Session } from '../../../server/contracts/core/session.js';
import { Button } from '../../ui/button.js';
import { EmptyState, ErrorState } from '../../ui/states.js';
import { ApiProblem, call } from '../api.js';
import { FormProblem, TextField } from '../form/field.js';
import f from '../form/form.module.css';
import { PasswordField } from '../form/password-field.js';
import { shortest } from '../form/strength.js';
import { useForm } from '../form/use-form.js';
import { switchLanguage } from '../i18n.js';
import s from '../states/states.module.css';
import { Waiting } from '../states/waiting.js';
import { useProblemWords } from '../words.js';
import { Entrance } from './entrance.js';

interface Opened {
  token: string;
  logo: Portal['logo'];
  onEnter: (session: Session) => void;
}

function Accept({ invite, token, logo, onEnter }: Opened & { invite: InviteInfo }) {
  const { t, i18n } = useTranslation('core');
  const reset = invite.kind === 'reset';
  const [name, setName] = useState(invite.name);
  const [password, setPassword] = useState('');
  const form = useForm(
    async () => onEnter(await call(inviteEndpoints.accept, { params: { token }, body: { name: name.trim(), password, language: i18n.language } })),
    () => ({
      ...(name.trim() ? {} : { name: t('person.needName') }),
      ...(password.length >= shortest ? {} : { password: t('password.tooShort', { count: shortest }) }),
    }),
  );
  return (
    <Entrance
      company={invite.companyName}
      logo={logo}
      title={t(reset ? 'invite.reset.title' : 'invite.title', { company: invite.companyName })}
      text={t(reset ? 'invite.reset.text' : 'invite.text')}
    >
      <form ref={form.form} className={f.form} onSubmit={(event) => void form.submit(event)} noValidate>
        <FormProblem>{form.problem}</FormProblem>
        <TextField label={t('person.email')} value={invite.email} onChange={() => undefined} readOnly disabled autoComplete="username" />
        {!reset && <TextField label={t('person.name')} autoComplete="name" value={name} onChange={setName} error={form.errors.name} />}
        <PasswordField
          label={t('password.choose')}
          rate
          known={[name, invite.email]}
          value={password}
          onChange={setPassword}
          error={form.errors.password}
          autoFocus
        />
        <Button type="submit" look="primary" busy={form.busy}>
          {t(reset ? 'invite.reset.action' : 'invite.action')}
        </Button>
      </form>
    </Entrance>
  );
}

/** Opened from a one-time link: choose a password and be in. */
export default function Invitation({ token, logo, onEnter }: Opened) {
  const { t } = useTranslation('core');
  const words = useProblemWords('reading');
  const query = useQuery({
    queryKey: ['core.invite', token],
    queryFn: () => call(inviteEndpoints.read, { params: { token } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const language = query.data?.language;
  useEffect(() => {
    if (language) void switchLanguage(language, false);
  }, [language]);
  if (query.isPending) return <Waiting rows={3} />;
  if (query.isSuccess) return <Accept invite={query.data} token={token} logo={logo} onEnter={onEnter} />;
  const gone = query.error instanceof ApiProblem && [404, 410].includes(query.error.status);
  return (
    <main className={`${s.place} ${s.whole}`}>
      {gone ? (
        <EmptyState
          icon="clock"
          title={t('invite.gone.title')}
          text={t('invite.gone.text')}
          action={{ label: t('signIn.title'), onClick: () => location.assign(new URL('.', document.baseURI)) }}
        />
      ) : (
        <ErrorState title={t('unreachable.title')} text={words(query.error)} onRetry={() => void query.refetch()} />
      )}
    </main>
  );
}
