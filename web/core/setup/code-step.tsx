import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { TextField } from '../form/field.js';
import f from '../form/form.module.css';
import w from './setup.module.css';

/** Asks for the code that proves that one can see the machine's console. */
export function CodeStep({ tried, error, busy, onCode }: { tried: string; error: string | undefined; busy: boolean; onCode: (code: string) => void }) {
  const { t } = useTranslation('setup');
  const [code, setCode] = useState(tried);
  const [empty, setEmpty] = useState(false);
  return (
    <form
      className={`${w.narrow} ${f.form}`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setEmpty(!code.trim());
        if (code.trim()) onCode(code.trim());
      }}
    >
      <div>
        <h1>{t('code.title')}</h1>
        <p className={w.lead}>{t('code.text')}</p>
      </div>
      <TextField
        label={t('code.label')}
        value={code}
        onChange={setCode}
        autoFocus
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        error={empty ? t('code.need') : code === tried ? error : undefined}
        help={t('code.help')}
      />
      <div className={f.actions}>
        <Button type="submit" look="primary" busy={busy}>
          {t('code.action')}
        </Button>
      </div>
    </form>
  );
}
