import { Popover } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../button.js';
import { usePhone } from '../use-media.js';
import s from './columns-menu.module.css';
import type { Columns } from './use-columns.js';

/** Choose and order the columns of a list. */
export function ColumnsMenu<T>({ columns }: { columns: Columns<T> }) {
  const { t } = useTranslation('ui');
  // There, the search beside it needs the room of the word.
  const phone = usePhone();
  return (
    <Popover position="bottom-end" width={300} shadow="md" radius="md" trapFocus returnFocus withinPortal>
      <Popover.Target>
        {phone ? (
          <IconButton icon="cols" label={t('list.columns')} />
        ) : (
          <Button look="quiet" icon="cols">
            {t('list.columns')}
          </Button>
        )}
      </Popover.Target>
      <Popover.Dropdown className={s.dropdown} aria-label={t('list.columns')}>
        <ul className={s.list}>
          {columns.all.map((column) => {
            const at = columns.visible.indexOf(column);
            return (
              <li key={column.id} className={s.row}>
                <label className={s.label}>
                  <input type="checkbox" checked={at >= 0} disabled={column.always} onChange={() => columns.toggle(column.id)} />
                  <span>{column.label}</span>
                </label>
                {/* Not `disabled`, which would drop the keyboard where a column arrives at its end. */}
                {at >= 0 && (
                  <>
                    <IconButton
                      small
                      icon="up"
                      label={t('list.earlier', { label: column.label })}
                      aria-disabled={!columns.canMove(column.id, -1) || undefined}
                      onClick={() => columns.move(column.id, -1)}
                    />
                    <IconButton
                      small
                      icon="down"
                      label={t('list.later', { label: column.label })}
                      aria-disabled={!columns.canMove(column.id, 1) || undefined}
                      onClick={() => columns.move(column.id, 1)}
                    />
                  </>
                )}
              </li>
            );
          })}
        </ul>
        <Button look="quiet" onClick={columns.reset}>
          {t('list.resetColumns')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
