import { useTranslation } from 'react-i18next';
import { dayOf } from '../format.js';
import { useFormat } from '../ui-context.js';
import s from './draft-line.module.css';

/** "Draft of 10:42 kept", and the way to be rid of it; nothing where there is none. */
export function DraftLine({ at, onDiscard }: { at: string | null; onDiscard: () => void }) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  if (at === null) return null;
  const moment = new Date(at);
  const today = dayOf(moment, f.timeZone) === dayOf(new Date(), f.timeZone);
  return (
    <span className={s.line}>
      <span>{t('form.draftKept', { at: today ? f.clock(moment) : f.instant(at) })}</span>
      <button type="button" className={s.discard} onClick={onDiscard}>
        {t('form.discard')}
      </button>
    </span>
  );
}
