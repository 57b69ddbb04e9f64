import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../cx.js';
import { Bar } from '../skeleton.js';
import { Check } from './check.js';
import type { ViewProps } from './list-props.js';
import s from './record-list.module.css';
import { titleAmong } from './use-columns.js';
import { useEndReached } from './use-end-reached.js';
import { useSelection } from './use-selection.js';

/** So many lines of the standard columns stand on a card, and of those that were chosen beside them until more is asked for. */
const most = 4;

/** The list on a phone: one card a record, whose lines come from the columns' `card`. */
export function ListCards<T>(props: ViewProps<T>) {
  const { items, columns, id, selected = new Set<number>(), onSelect, onOpen, hrefOf, hasMore, loadingMore, onEndReached } = props;
  const { t } = useTranslation('ui');
  const scroller = useRef<HTMLDivElement>(null);
  const selection = useSelection(items.map(id), selected, onSelect);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 88,
    overscan: 8,
    getItemKey: (index) => (items[index] ? id(items[index]) : index),
  });
  const rows = virtual.getVirtualItems();
  const lastShown = rows.at(-1)?.index ?? 0;
  useEndReached({
    first: items[0] === undefined ? undefined : id(items[0]),
    loaded: items.length,
    lastShown,
    ahead: 8,
    hasMore,
    loading: loadingMore,
    onEndReached,
  });
  const title = titleAmong(columns.visible);
  const end = columns.visible.find((column) => column.card === 'end');
  const lines = columns.visible.filter((column) => column !== title && column !== end && column.card !== 'hide').slice(0, most);
  // What a person has chosen stands on the card, with its name: the lines of the standard ones explain themselves.
  const chosen = columns.isArranged ? columns.visible.filter((column) => ![title, end, ...lines].includes(column)) : [];
  const [isWhole, setWhole] = useState(false);
  const named = isWhole ? chosen : chosen.slice(0, most);
  const left = chosen.length - named.length;
  const foot = [title, end].map((column) => column && props.foot?.[column.id]);
  return (
    <div ref={scroller} className={s.wrap}>
      {/* biome-ignore lint/a11y/noRedundantRoles: without markers Safari drops the role of a list */}
      <ul role="list" aria-label={props.label} className={s.cards} style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ index, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          const itemId = id(item);
          return (
            <li
              key={itemId}
              ref={virtual.measureElement}
              data-index={index}
              aria-setsize={props.total ?? (hasMore ? -1 : items.length)}
              aria-posinset={index + 1}
              className={cx(s.card, selected.has(itemId) && s.selected)}
              style={{ transform: `translateY(${start}px)` }}
            >
              {onSelect && (
                <span className={s.cardTick}>
                  <Check
                    checked={selected.has(itemId)}
                    label={t('list.select', { title: props.titleOf(item) })}
                    onToggle={(range) => selection.toggle(itemId, range)}
                    focusable
                  />
                </span>
              )}
              <div className={s.cardBody}>
                <p className={s.line1}>
                  <a
                    href={hrefOf?.(item) ?? '#'}
                    onClick={(event) => {
                      if (event.metaKey || event.ctrlKey) return;
                      event.preventDefault();
                      onOpen(item);
                    }}
                  >
                    {title?.render(item)}
                  </a>
                  {end && <b className={s.cardEnd}>{end.render(item)}</b>}
                </p>
                <p className={s.line2}>
                  {lines.map((column) => (
                    <span key={column.id}>{column.render(item)}</span>
                  ))}
                </p>
                {named.length > 0 && (
                  <dl className={s.named}>
                    {named.map((column) => (
                      <div key={column.id}>
                        <dt>{column.label}</dt>
                        <dd>{column.render(item)}</dd>
                      </div>
                    ))}
                  </dl>
                )}
                {left > 0 && (
                  <button type="button" className={s.moreColumns} onClick={() => setWhole(true)}>
                    {t('list.moreColumns', { count: left })}
                  </button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      {hasMore && (
        <div className={s.more}>
          <Bar width="60%" />
        </div>
      )}
      {foot.some(Boolean) && (
        <div className={s.cardFoot}>
          <span>{foot[0]}</span>
          <span>{foot[1]}</span>
        </div>
      )}
    </div>
  );
}
