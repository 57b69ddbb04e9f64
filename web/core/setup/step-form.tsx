import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import { useFaultFocus } from '../../ui/use-fault-focus.js';
import { FormProblem } from '../form/field.js';
import f from '../form/form.module.css';
import w from './setup.module.css';

interface Props {
  title: string;
  text: string;
  problem: string | null;
  busy: boolean;
  onBack?: (() => void) | undefined;
  onSubmit: () => void;
  action?: string;
  /** A second way on, such as "Later". */
  second?: ReactNode;
  children: ReactNode;
}

/** Frame of a step that is a form: title, fields, Back and Continue. */
export function StepForm({ title, text, problem, busy, onBack, onSubmit, action, second, children }: Props) {
  const { t } = useTranslation('setup');
  const form = useRef<HTMLFormElement>(null);
  const [sent, setSent] = useState(0);
  // What is found before sending is drawn at once, what the server refuses when it has answered.
  useFaultFocus(form, !busy && sent > 0 && `${sent} ${problem}`);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    onSubmit();
    setSent((times) => times + 1);
  };
  return (
    <form ref={form} className={`${w.narrow} ${f.form}`} onSubmit={submit} noValidate>
      <div>
        <h1 tabIndex={-1}>{title}</h1>
        <p className={w.lead}>{text}</p>
      </div>
      <FormProblem>{problem}</FormProblem>
      {children}
      <div className={w.go}>
        {onBack && <Button onClick={onBack}>{t('back')}</Button>}
        <Button type="submit" look="primary" busy={busy}>
          {action ?? t('next')}
        </Button>
        {second}
      </div>
    </form>
  );
}
