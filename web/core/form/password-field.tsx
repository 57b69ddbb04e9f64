import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icon.js';
import { Labelled, type TextFieldProps } from './field.js';
import s from './form.module.css';
import { strengthOf } from './strength.js';

/** Can be looked at; with `rate` it says how strong the new password is. `known` are words it should not consist of: name, e-mail. */
export function PasswordField({
  label,
  error,
  help,
  optional,
  value,
  onChange,
  rate,
  known = [],
  ...rest
}: TextFieldProps & { rate?: boolean; known?: string[] }) {
  const { t } = useTranslation('core');
  const [shown, setShown] = useState(false);
  const strength = rate && value ? strengthOf(value, known) : null;
  return (
    <div className={s.group}>
      <Labelled label={label} error={error} help={help} optional={optional}>
        {(ids) => (
          <span className={s.withButton}>
            <input
              autoComplete={rate ? 'new-password' : 'current-password'}
              {...rest}
              {...ids}
              type={shown ? 'text' : 'password'}
              spellCheck={false}
              autoCapitalize="none"
              value={value}
              className={s.input}
              onChange={(event) => onChange(event.target.value)}
            />
            <button
              type="button"
              onClick={() => setShown(!shown)}
              aria-label={t(shown ? 'password.hide' : 'password.show')}
              title={t(shown ? 'password.hide' : 'password.show')}
            >
              <Icon name={shown ? 'eyeoff' : 'eye'} size={18} />
            </button>
          </span>
        )}
      </Labelled>
      {strength && (
        <p className={s.strength} role="status">
          <span className={s.meter} data-level={strength.level}>
            <i />
            <i />
            <i />
          </span>
          <span>{t(`password.level.${strength.level}`)}</span>
          {strength.advice && <span className={s.advice}>{t(`password.advice.${strength.advice}`)}</span>}
        </p>
      )}
    </div>
  );
}
