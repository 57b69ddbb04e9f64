import { Menu } from '@mantine/core';
import { type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Entry, MenuEntries } from '../action-menu.js';
import menu from '../action-menu.module.css';
import { cx } from '../cx.js';
import { Icon } from '../icon.js';
import s from './record-list.module.css';
import type { Column, Columns } from './use-columns.js';

interface HeaderCellProps<T> {
  column: Column<T>;
  columns: Columns<T>;
  index: number;
  sort?: string | null | undefined;
  onSort?: ((sort: string) => void) | undefined;
}

/** A column's head: its name opens a menu to sort, filter, move and hide; its right edge is pulled to widen it. */
export function HeaderCell<T>({ column, columns, index, sort, onSort }: HeaderCellProps<T>) {
  const { t } = useTranslation('ui');
  const cell = useRef<HTMLDivElement>(null);
  const by = column.sortBy ?? column.id;
  const order = sort === by ? 'ascending' : sort === `-${by}` ? 'descending' : undefined;
  const words = column.sorts ?? (column.align === 'end' ? 'number' : 'text');
  const at = columns.visible.indexOf(column);
  const entries: Entry[] = [];
  if (column.sortable && onSort) {
    entries.push({ id: 'asc', label: t(`list.sort.${words}.asc`), icon: 'asc', checked: order === 'ascending', onSelect: () => onSort(by) });
    entries.push({ id: 'desc', label: t(`list.sort.${words}.desc`), icon: 'desc', checked: order === 'descending', onSelect: () => onSort(`-${by}`) });
  }
  if (column.onFilter) entries.push({ id: 'filter', label: t('list.filterBy', { label: column.label }), icon: 'filter', onSelect: column.onFilter });
  if (entries.length > 0) entries.push('line');
  entries.push({ id: 'left', label: t('list.moveLeft'), icon: 'left', disabled: at === 0, onSelect: () => columns.move(column.id, -1) });
  entries.push({
    id: 'right',
    label: t('list.moveRight'),
    icon: 'right',
    disabled: at === columns.visible.length - 1,
    onSelect: () => columns.move(column.id, 1),
  });
  if (!column.always) entries.push({ id: 'hide', label: t('list.hide'), icon: 'eyeoff', onSelect: () => columns.toggle(column.id) });

  const pull = (event: PointerEvent<HTMLSpanElement>) => {
    const from = event.clientX;
    const width = cell.current?.offsetWidth ?? 0;
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const moved = (move: globalThis.PointerEvent) => columns.resize(column.id, width + move.clientX - from);
    handle.addEventListener('pointermove', moved);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', moved), { once: true });
  };
  return (
    <div ref={cell} role="columnheader" aria-colindex={index} aria-sort={order} className={cx(s.head, column.align === 'end' && s.right)}>
      <Menu withInitialFocusPlaceholder={false} position="bottom-start" width={220} shadow="md" radius="md" returnFocus withinPortal>
        <Menu.Target>
          <button type="button" className={s.headButton}>
            {order && <Icon name={order === 'ascending' ? 'asc' : 'desc'} size={14} />}
            <span className={s.headLabel}>{column.label}</span>
            <Icon name="down" size={14} />
          </button>
        </Menu.Target>
        <Menu.Dropdown className={menu.dropdown}>
          <MenuEntries entries={entries} />
        </Menu.Dropdown>
      </Menu>
      <span className={s.edge} onPointerDown={pull} aria-hidden="true" />
    </div>
  );
}
