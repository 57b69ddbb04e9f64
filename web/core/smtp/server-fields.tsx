import { useTranslation } from 'react-i18next';
import { SelectField, TextField } from '../form/field.js';
import f from '../form/form.module.css';
import { PasswordField } from '../form/password-field.js';
import { type MailServer, type Security, usualPort } from './address.js';

interface Props {
  server: MailServer;
  onChange: (server: MailServer) => void;
  from: string;
  onFrom: (from: string) => void;
  errors: Record<string, string>;
  /** A password is kept already; an empty field leaves it as it is. */
  keepsPassword?: boolean;
}

export function ServerFields({ server, onChange, from, onFrom, errors, keepsPassword }: Props) {
  const { t } = useTranslation('core');
  const set = (change: Partial<MailServer>) => onChange({ ...server, ...change });
  const setSecurity = (security: Security) => set({ security, ...(server.port === usualPort[server.security] ? { port: usualPort[security] } : {}) });
  return (
    <>
      <TextField
        label={t('smtp.host')}
        placeholder="smtp.example.com"
        autoCapitalize="none"
        spellCheck={false}
        value={server.host}
        onChange={(host) => set({ host })}
        error={errors.host ?? errors.smtp}
      />
      <div className={f.two}>
        <SelectField
          label={t('smtp.security')}
          value={server.security}
          onChange={(value) => setSecurity(value as Security)}
          options={(['tls', 'auto'] as const).map((value) => ({ value, label: t(`smtp.${value}`) }))}
        />
        <TextField
          label={t('smtp.port')}
          inputMode="numeric"
          value={server.port}
          onChange={(port) => set({ port: port.replace(/\D/g, '') })}
          error={errors.port}
        />
        <TextField
          label={t('smtp.user')}
          optional
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={server.user}
          onChange={(user) => set({ user })}
          error={errors.user}
        />
        <PasswordField
          label={t('smtp.password')}
          optional
          autoComplete="off"
          value={server.password}
          onChange={(password) => set({ password })}
          error={errors.password}
          {...(keepsPassword ? { placeholder: t('smtp.kept') } : {})}
        />
      </div>
      <TextField label={t('smtp.from')} type="email" help={t('smtp.fromHelp')} autoCapitalize="none" value={from} onChange={onFrom} error={errors.from} />
    </>
  );
}
