import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button.js';
import { DraftLine } from '../draft/draft-line.js';
import s from './writing-foot.module.css';

interface WritingFootProps {
  /** When the draft was kept; null while there is none. */
  keptAt: string | null;
  /** Said while there is no draft, such as the key that sends. */
  hint: string;
  /** What the button does. */
  label: string;
  busy: boolean;
  onCancel: () => void;
  /** Without it the button sends the form around it. */
  onSubmit?: () => void;
  /** Before all else, such as a way to add files. */
  children?: ReactNode;
}

/** Below what is written: the draft or a hint, and the two ways out. */
export function WritingFoot({ keptAt, hint, label, busy, onCancel, onSubmit, children }: WritingFootProps) {
  const { t } = useTranslation('ui');
  return (
    <div className={s.foot}>
      {children}
      {keptAt ? (
        <span className={s.kept}>
          <DraftLine at={keptAt} onDiscard={onCancel} />
        </span>
      ) : (
        <span className={s.hint}>{hint}</span>
      )}
      <Button look="quiet" onClick={onCancel}>
        {t('cancel')}
      </Button>
      <Button look="primary" type={onSubmit ? 'button' : 'submit'} busy={busy} onClick={onSubmit}>
        {label}
      </Button>
    </div>
  );
}
