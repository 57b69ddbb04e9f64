import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../form/field.js';
import { PasswordField } from '../form/password-field.js';
import { shortest } from '../form/strength.js';
import { StepForm } from './step-form.js';
import type { StepProps } from './step-props.js';

export function YouStep({ answers, errors, busy, problem, onBack, onNext }: StepProps) {
  const { t } = useTranslation('setup');
  const [name, setName] = useState(answers.admin?.name ?? '');
  const [email, setEmail] = useState(answers.admin?.email ?? '');
  const [password, setPassword] = useState(answers.admin?.password ?? '');
  const [missing, setMissing] = useState<Record<string, string>>({});
  const all = { ...errors, ...missing };
  const again = Boolean(answers.admin?.email) && !answers.admin?.password;
  const submit = () => {
    const found = {
      ...(name.trim() ? {} : { 'admin.name': t('core:person.needName') }),
      ...(/^\S+@\S+$/.test(email.trim()) ? {} : { 'admin.email': t('you.needEmail') }),
      ...(password.length >= shortest ? {} : { 'admin.password': t('core:password.tooShort', { count: shortest }) }),
    };
    setMissing(found);
    if (Object.keys(found).length === 0) onNext({ admin: { name: name.trim(), email: email.trim(), password } });
  };
  return (
    <StepForm title={t('you.title')} text={t('you.text')} problem={problem} busy={busy} onBack={onBack} onSubmit={submit}>
      <TextField label={t('core:person.name')} value={name} onChange={setName} error={all['admin.name']} autoComplete="name" autoFocus={!again} />
      <TextField
        label={t('core:person.email')}
        type="email"
        value={email}
        onChange={setEmail}
        error={all['admin.email']}
        autoComplete="username"
        autoCapitalize="none"
        help={t('you.emailHelp')}
      />
      <PasswordField
        label={t('core:password.label')}
        rate
        known={[name, email, answers.company?.name ?? '']}
        value={password}
        onChange={setPassword}
        error={all['admin.password']}
        help={again ? t('you.again') : t('you.passwordHelp', { count: shortest })}
        autoFocus={again}
      />
    </StepForm>
  );
}
