import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { copyText } from '../clipboard.js';
import f from '../form/form.module.css';
import s from './settings.module.css';

/** A text to hand on, with a button that copies it. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation('core');
  const [copied, setCopied] = useState(false);
  return (
    <div className={s.copy}>
      <input className={`${f.input} ${s.mono}`} readOnly value={value} aria-label={label} onFocus={(event) => event.target.select()} />
      <Button icon={copied ? 'check' : 'copy'} onClick={() => void copyText(value).then(setCopied)}>
        {t(copied ? 'copied' : 'copy')}
      </Button>
    </div>
  );
}
