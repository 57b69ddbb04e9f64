import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Action, ActionMenu } from '../action-menu.js';
import { Button, IconButton } from '../button.js';
import { useNarrow } from '../use-media.js';
import s from './bulk-bar.module.css';

/** Floats over the list while something is chosen: how many, what can be done (the dangerous last), and how to let go. */
export function BulkBar({ count, note, actions, onClear }: { count: number; note?: ReactNode; actions: readonly Action[]; onClear: () => void }) {
  const { t } = useTranslation('ui');
  const narrow = useNarrow();
  if (count === 0) return null;
  const shown = narrow ? [] : actions;
  return (
    <div className={s.bar} role="toolbar" aria-label={t('list.selection')}>
      <span className={s.what} role="status">
        <b>{t('list.selected', { count })}</b>
        {note && <span> · {note}</span>}
      </span>
      <i className={s.line} />
      {shown.map((action) => (
        <Button
          key={action.id}
          look={action.danger ? 'dangerQuiet' : 'quiet'}
          icon={action.icon}
          disabled={action.disabled}
          onClick={action.onSelect}
          className={action.danger ? undefined : s.action}
        >
          {action.label}
        </Button>
      ))}
      {narrow && <ActionMenu label={t('list.actions')} entries={[...actions]} target={<Button look="quiet">{t('list.actions')}</Button>} />}
      <IconButton icon="x" label={t('list.clear')} onClick={onClear} />
    </div>
  );
}
