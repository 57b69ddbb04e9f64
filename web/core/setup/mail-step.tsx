import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { FormDone, FormProblem, TextField } from '../form/field.js';
import f from '../form/form.module.css';
import { useForm } from '../form/use-form.js';
import { fromAddress, noServer, toAddress } from '../smtp/address.js';
import { ServerFields } from '../smtp/server-fields.js';
import w from './setup.module.css';
import { StepForm } from './step-form.js';
import type { StepProps } from './step-props.js';

type Test = (body: { smtp: string; from: string; to: string }) => Promise<unknown>;

/** Skippable: without mail the portal works, invitations are handed on as links. */
export function MailStep({ answers, errors, busy, problem, onBack, onNext, onTest }: StepProps & { onTest: Test }) {
  const { t } = useTranslation('setup');
  const [server, setServer] = useState(() => (answers.mail?.smtp ? (fromAddress(answers.mail.smtp) ?? noServer) : noServer));
  const [from, setFrom] = useState(answers.mail?.from ?? '');
  const [to, setTo] = useState(answers.admin?.email ?? '');
  const [missing, setMissing] = useState<Record<string, string>>({});
  const [sentTo, setSentTo] = useState('');
  const check = () => {
    const found = { ...(server.host.trim() ? {} : { host: t('core:smtp.needHost') }), ...(from.includes('@') ? {} : { from: t('core:smtp.needFrom') }) };
    setMissing(found);
    return found;
  };
  const test = useForm(async () => {
    setSentTo('');
    await onTest({ smtp: toAddress(server), from: from.trim(), to: to.trim() });
    setSentTo(to.trim());
  }, check);
  const submit = () => {
    if (Object.keys(check()).length === 0) onNext({ mail: { smtp: toAddress(server), from: from.trim() } });
  };
  return (
    <StepForm
      title={t('mail.title')}
      text={t('mail.text')}
      problem={problem}
      busy={busy}
      onBack={onBack}
      onSubmit={submit}
      second={
        <Button look="quiet" onClick={() => onNext({ mail: null })}>
          {t('mail.later')}
        </Button>
      }
    >
      <ServerFields
        server={server}
        onChange={setServer}
        from={from}
        onFrom={setFrom}
        errors={{ smtp: errors['mail.smtp'] ?? '', from: errors['mail.from'] ?? '', ...missing }}
      />
      <div className={w.test}>
        <TextField label={t('mail.to')} type="email" value={to} onChange={setTo} error={test.errors.to} />
        <div className={f.actions}>
          <Button icon="send" busy={test.busy} onClick={() => void test.submit()}>
            {t('core:mail.test')}
          </Button>
        </div>
        <FormProblem>{test.problem}</FormProblem>
        <FormDone>{sentTo && t('core:mail.tested', { to: sentTo })}</FormDone>
      </div>
    </StepForm>
  );
}
