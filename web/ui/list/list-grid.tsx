import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../cx.js';
import { Bar } from '../skeleton.js';
import { Check } from './check.js';
import { HeaderCell } from './header-cell.js';
import type { ViewProps } from './list-props.js';
import s from './record-list.module.css';
import { type Column, titleAmong } from './use-columns.js';
import { useEndReached } from './use-end-reached.js';
import { useSelection } from './use-selection.js';

/** Share of the window that columns kept on the left may take. */
const mostKept = 0.6;

const pressed = (target: EventTarget) => target instanceof Element && target.closest('a, button, input, label, [role="menu"]') !== null;

export function ListGrid<T>(props: ViewProps<T>) {
  const { items, columns, id, selected = new Set<number>(), onSelect, onOpen, hrefOf, hasMore, loadingMore, onEndReached } = props;
  const { t } = useTranslation('ui');
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const order = items.map(id);
  const selection = useSelection(order, selected, onSelect);
  const rowHeight = typeof window !== 'undefined' && window.matchMedia('(pointer: coarse)').matches ? 48 : 36;
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    // Known well enough before it is measured: the rows are drawn at once, not after an empty grid.
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    overscan: 12,
    scrollPaddingStart: 36,
    scrollPaddingEnd: 44,
  });
  const rows = virtual.getVirtualItems();
  const lastShown = rows.at(-1)?.index ?? 0;
  useEndReached({
    first: items[0] === undefined ? undefined : id(items[0]),
    loaded: items.length,
    lastShown,
    ahead: 15,
    hasMore,
    loading: loadingMore,
    onEndReached,
  });

  const widthOf = (column: Column<T>) => {
    const width = columns.widthOf(column) ?? (column.grow ? 160 : 140);
    // Only of a width that is known is it known where the next one stands.
    const grows = column.grow && !columns.isPinned(column.id);
    return { least: width, css: grows && columns.widthOf(column) === column.width ? `minmax(${width}px, ${column.grow}fr)` : `${width}px` };
  };
  const sizes = columns.visible.map(widthOf);
  // Something must take the room that is left, or the lines end in the middle of the screen.
  const filler = sizes.some((size) => size.css.includes('fr')) ? '' : ' 1fr';
  const style = {
    gridTemplateColumns: `${onSelect ? '46px ' : '10px '}${sizes.map((size) => size.css).join(' ')}${filler}`,
    minWidth: 46 + sizes.reduce((sum, size) => sum + size.least, 0),
  };
  const lefts: number[] = [];
  let left = onSelect ? 46 : 10;
  for (const [at, column] of columns.visible.entries()) {
    if (!columns.isPinned(column.id)) break;
    lefts.push(left);
    left += sizes[at]?.least ?? 0;
  }
  // Where the columns that are kept would leave no room for the others, none is.
  const isKeeping = lefts.length > 0 && left <= window.innerWidth * mostKept;
  const pinnedAt = (at: number) => {
    const from = isKeeping ? lefts[at] : undefined;
    return from === undefined ? undefined : { className: cx(s.pinned, at === lefts.length - 1 && s.lastPinned), style: { left: from } };
  };
  const tick = cx(s.tick, isKeeping && s.pinned);
  const tail = filler ? <span role="presentation" /> : null;

  const focusRow = (index: number) => {
    const at = Math.max(0, Math.min(items.length - 1, index));
    setActive(at);
    virtual.scrollToIndex(at);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${at}"]`)?.focus({ preventScroll: true }));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const row = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-index]') : null;
    if (!row || event.target !== row) return;
    const index = Number(row.dataset.index);
    const item = items[index];
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2);
    const goes: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: items.length - 1,
      PageDown: index + page,
      PageUp: index - page,
    };
    const to = goes[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const next = order[Math.max(0, Math.min(items.length - 1, to))];
      if (event.shiftKey && next !== undefined) selection.toggle(next, true);
      focusRow(to);
    } else if (event.key === 'Enter' && item) {
      event.preventDefault();
      if ((event.ctrlKey || event.metaKey) && hrefOf) window.open(hrefOf(item), '_blank', 'noopener');
      else onOpen(item);
    } else if (event.key === ' ' && item) {
      event.preventDefault();
      selection.toggle(id(item), event.shiftKey);
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey) && onSelect) {
      event.preventDefault();
      selection.toggleAll();
    }
  };
  const onRowClick = (event: MouseEvent, item: T, index: number) => {
    setActive(index);
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const modified = event.metaKey || event.ctrlKey || event.shiftKey;
    if (link?.dataset.row !== undefined && !modified) {
      event.preventDefault();
      onOpen(item);
    } else if (!link && !pressed(event.target) && !window.getSelection()?.toString()) {
      if (event.shiftKey) selection.toggle(id(item), true);
      else if (modified) selection.toggle(id(item), false);
      else onOpen(item);
    }
  };
  const some = order.some((each) => selected.has(each));
  const all = order.length > 0 && order.every((each) => selected.has(each));
  const titleColumn = titleAmong(columns.visible);
  const current = Math.min(active, items.length - 1);

  return (
    <div ref={scroller} className={s.wrap}>
      <div
        role="grid"
        aria-label={props.label}
        aria-rowcount={(props.total ?? (hasMore ? -1 : items.length)) + (hasMore && props.total === undefined ? 0 : 1)}
        aria-colcount={columns.visible.length + 1}
        aria-multiselectable={onSelect ? true : undefined}
        className={s.grid}
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup" className={s.headGroup}>
          <div role="row" aria-rowindex={1} className={s.row} style={style}>
            {onSelect ? (
              <div role="columnheader" aria-colindex={1} className={tick}>
                <Check checked={all} mixed={some && !all} label={t('list.selectAll')} onToggle={selection.toggleAll} focusable />
              </div>
            ) : (
              <div aria-hidden="true" className={tick} />
            )}
            {columns.visible.map((column, at) => (
              <HeaderCell
                key={column.id}
                column={column}
                columns={columns}
                index={at + 2}
                hasTotal={props.totalled?.includes(column.id)}
                pinned={pinnedAt(at)}
                sort={props.sort}
                onSort={props.onSort}
              />
            ))}
            {tail}
          </div>
        </div>
        <div role="rowgroup" className={s.body} style={{ height: virtual.getTotalSize() }}>
          {rows.map(({ index, start, size }) => {
            const item = items[index];
            if (item === undefined) return null;
            const itemId = id(item);
            const isSelected = selected.has(itemId);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the grid watches the keys of all its rows
              <div
                key={itemId}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={onSelect ? isSelected : undefined}
                data-index={index}
                tabIndex={index === current ? 0 : -1}
                className={cx(s.row, s.item, isSelected && s.selected, props.openId === itemId && s.open)}
                style={{ ...style, height: size, transform: `translateY(${start}px)` }}
                onClick={(event) => onRowClick(event, item, index)}
              >
                <div role="gridcell" aria-colindex={1} className={tick}>
                  {onSelect && (
                    <Check
                      checked={isSelected}
                      label={t('list.select', { title: props.titleOf(item) })}
                      onToggle={(range) => selection.toggle(itemId, range)}
                    />
                  )}
                </div>
                {columns.visible.map((column, at) => (
                  <div
                    key={column.id}
                    role="gridcell"
                    aria-colindex={at + 2}
                    className={cx(s.cell, column.align === 'end' && s.right, column === titleColumn && s.title, pinnedAt(at)?.className)}
                    style={pinnedAt(at)?.style}
                    title={column === titleColumn ? props.titleOf(item) : undefined}
                  >
                    {column === titleColumn && hrefOf ? (
                      <a href={hrefOf(item)} data-row="" tabIndex={-1}>
                        {column.render(item)}
                      </a>
                    ) : (
                      column.render(item)
                    )}
                  </div>
                ))}
                {tail}
              </div>
            );
          })}
        </div>
        {hasMore && (
          <div role="presentation" className={s.more}>
            <Bar width="40%" />
          </div>
        )}
        {props.foot && (
          <div role="rowgroup" className={s.foot}>
            <div role="row" className={s.row} style={style}>
              <div role="gridcell" className={tick} />
              {columns.visible.map((column, at) => (
                <div
                  key={column.id}
                  role="gridcell"
                  className={cx(s.cell, column.align === 'end' && s.right, pinnedAt(at)?.className)}
                  style={pinnedAt(at)?.style}
                >
                  {props.foot?.[column.id]}
                </div>
              ))}
              {tail}
            </div>
          </div>
        )}
      </div>
    </div>
  );
}
