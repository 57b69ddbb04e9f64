import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Action, ActionMenu } from '../action-menu.js';
import { Button, IconButton } from '../button.js';
import { useFormat } from '../ui-context.js';
import { useFocusBack } from '../use-focus-back.js';
import { useNarrow, usePhone, useRoomy } from '../use-media.js';
import s from './bulk-bar.module.css';
import { useLetGo } from './use-let-go.js';

/** Floats over the list while something is chosen: how many, what can be done (the dangerous last), and how to let go. */
export function BulkBar({
  count,
  note,
  all,
  actions,
  onClear,
}: {
  count: number;
  note?: ReactNode;
  /** Offers to choose all that the list finds, loaded or not. */
  all?: { total: number; onSelect: () => void };
  actions: readonly Action[];
  onClear: () => void;
}) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const [narrow, roomy, phone] = [useNarrow(), useRoomy(), usePhone()];
  const bar = useRef<HTMLDivElement>(null);
  useLetGo(count > 0, onClear);
  useFocusBack(count > 0);
  if (count === 0) return null;
  const allWords = all ? t('list.selectAllOf', { count: all.total, shown: f.number(all.total) }) : '';
  const chooseAll = () => {
    // The button is gone once all are chosen.
    bar.current?.focus();
    all?.onSelect();
  };
  const shown = narrow ? actions.slice(0, roomy ? 2 : 0) : actions;
  return (
    <div ref={bar} tabIndex={-1} className={s.bar} role="toolbar" aria-label={t('list.selection')}>
      <span className={s.what} role="status">
        <b>{t('list.selected', { count, shown: f.number(count) })}</b>
        {note && <span> · {note}</span>}
      </span>
      {all && !phone && (
        <Button look="quiet" className={s.all} onClick={chooseAll}>
          {allWords}
        </Button>
      )}
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
      {narrow && (
        <ActionMenu
          label={t('list.actions')}
          entries={[...(all && phone ? [{ id: 'all', label: allWords, icon: 'check' as const, onSelect: all.onSelect }] : []), ...actions.slice(shown.length)]}
          target={<Button look="quiet">{t('list.actions')}</Button>}
        />
      )}
      <IconButton icon="x" label={t('list.clear')} onClick={onClear} />
    </div>
  );
}
