import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../ui/ui-context.js';
import s from './pipelines-page.module.css';

interface Entry {
  movesTo?: number | null;
  movesTotal?: number | null;
}

/** How far an entry is emptied that goes when the last record has moved; nothing for one that stays. */
export function Leaving({ entry, left, siblings }: { entry: Entry; left: number; siblings: readonly { id: number; name: string | null }[] }) {
  const { t } = useTranslation('crm');
  const f = useFormat();
  if (entry.movesTo == null) return null;
  const total = Math.max(entry.movesTotal ?? 0, left);
  const name = siblings.find(({ id }) => id === entry.movesTo)?.name ?? '';
  const words = t('settings.leaving', { name, done: f.number(total - left), total: f.number(total) });
  return (
    <small className={s.leaving}>
      {words}
      <progress max={total} value={total - left} aria-label={words} />
    </small>
  );
}
