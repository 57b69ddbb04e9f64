import { Menu } from '@mantine/core';
import { type CSSProperties, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Entry, MenuEntries } from '../action-menu.js';
import menu from '../action-menu.module.css';
import { cx } from '../cx.js';
import { Icon } from '../icon.js';
import { ColumnEdge } from './column-edge.js';
import s from './record-list.module.css';
import { useColumnDrag } from './use-column-drag.js';
import { type Column, type Columns, sortOf } from './use-columns.js';

interface HeaderCellProps<T> {
  column: Column<T>;
  columns: Columns<T>;
  index: number;
  /** Its sum may be shown at the foot. */
  hasTotal?: boolean;
  pinned?: { className: string; style: CSSProperties } | undefined;
  sort?: string | null | undefined;
  onSort?: ((sort: string) => void) | undefined;
}

/** A column's head: its name opens a menu to sort, filter, move and hide; its right edge is pulled to widen it. */
export function HeaderCell<T>({ column, columns, index, hasTotal, pinned, sort, onSort }: HeaderCellProps<T>) {
  const { t } = useTranslation('ui');
  const cell = useRef<HTMLDivElement>(null);
  const { by, order, words } = sortOf(column, sort);
  const name = useRef<HTMLButtonElement>(null);
  const width = useRef<HTMLInputElement>(null);
  const given = columns.widthOf(column);
  const isTarget = useColumnDrag(column.id, columns, cell, name);
  const entries: Entry[] = [];
  if (column.sortable && onSort) {
    entries.push({ id: 'asc', label: t(`list.sort.${words}.asc`), icon: 'asc', checked: order === 'ascending', onSelect: () => onSort(by) });
    entries.push({ id: 'desc', label: t(`list.sort.${words}.desc`), icon: 'desc', checked: order === 'descending', onSelect: () => onSort(`-${by}`) });
  }
  if (column.onFilter) entries.push({ id: 'filter', label: t('list.filterBy', { label: column.label }), icon: 'filter', onSelect: column.onFilter });
  if (entries.length > 0) entries.push('line');
  if (hasTotal) {
    entries.push({ id: 'total', label: t('list.showTotal'), icon: 'sum', checked: columns.isTotalled(column.id), onSelect: () => columns.total(column.id) });
    entries.push('line');
  }
  const { id } = column;
  entries.push({
    id: 'pin',
    label: t('list.pin'),
    icon: 'pin',
    checked: columns.isPinned(id),
    disabled: !columns.canPin(id),
    onSelect: () => columns.pin(id),
  });
  entries.push({ id: 'left', label: t('list.moveLeft'), icon: 'left', disabled: !columns.canMove(id, -1), onSelect: () => columns.move(id, -1) });
  entries.push({ id: 'right', label: t('list.moveRight'), icon: 'right', disabled: !columns.canMove(id, 1), onSelect: () => columns.move(id, 1) });
  entries.push({ id: 'width', label: t('list.width'), icon: 'cols', onSelect: () => requestAnimationFrame(() => width.current?.focus()) });
  if (!column.always) entries.push({ id: 'hide', label: t('list.hide'), icon: 'eyeoff', onSelect: () => columns.toggle(column.id) });

  return (
    <div
      ref={cell}
      role="columnheader"
      aria-colindex={index}
      aria-label={column.label}
      aria-sort={order}
      className={cx(s.head, column.align === 'end' && s.right, isTarget && s.dropHere, pinned?.className)}
      style={pinned?.style}
    >
      <Menu withInitialFocusPlaceholder={false} position="bottom-start" width={220} shadow="md" radius="md" returnFocus withinPortal>
        <Menu.Target>
          <button ref={name} type="button" className={s.headButton}>
            {order && <Icon name={order === 'ascending' ? 'asc' : 'desc'} size={14} />}
            <span className={s.headLabel}>{column.label}</span>
            <Icon name="down" size={14} />
          </button>
        </Menu.Target>
        <Menu.Dropdown className={menu.dropdown}>
          <MenuEntries entries={entries} />
        </Menu.Dropdown>
      </Menu>
      <ColumnEdge
        label={column.label}
        widthNow={() => (column.grow && given === column.width ? cell.current?.offsetWidth : undefined) ?? given ?? 140}
        onResize={(next, settled) => columns.resize(column.id, next, settled)}
        control={width}
        onLeave={() => name.current?.focus()}
      />
    </div>
  );
}
