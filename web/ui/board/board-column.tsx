import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../action-menu.js';
import { cx } from '../cx.js';
import { stageColour } from '../tag.js';
import { useFormat } from '../ui-context.js';
import s from './board.module.css';
import { BoardCard, type CardActions } from './board-card.js';
import type { BoardColumn, BoardProps } from './board-types.js';

interface ColumnProps<T> {
  column: BoardColumn<T>;
  board: RefObject<HTMLElement | null>;
  hasOthers: boolean;
  isTarget: boolean;
  activeId: number | null;
  liftedId: number | null;
  draggedId: number | null;
  openId: number | null;
  idOf: (item: T) => number;
  titleOf: (item: T) => string;
  renderCard: BoardProps<T>['renderCard'];
  hrefOf: BoardProps<T>['hrefOf'];
  canMove: BoardProps<T>['canMove'];
  selected: ReadonlySet<number>;
  selectable: boolean;
  menuOf: ((item: T) => Entry[]) | undefined;
  actions: CardActions;
  /** So many of its cards are drawn. */
  drawn: number;
}

/** One stage: coloured line, name, count and sums, its cards, and more as it scrolls. */
export function BoardColumnView<T>({ column, ...props }: ColumnProps<T>) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const section = useRef<HTMLElement>(null);
  const more = useRef<HTMLButtonElement>(null);
  const { idOf, selected } = props;
  useEffect(() => {
    const element = section.current;
    return element ? dropTargetForElements({ element, getData: () => ({ column: column.id }), getDropEffect: () => 'move' }) : undefined;
  }, [column.id]);
  const isWhole = props.drawn >= column.items.length;
  const onMore = useRef(column.onMore);
  onMore.current = column.onMore;
  // Looked at again after every load: a column that still ends inside the screen goes on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number of cards is the reason to look again
  useEffect(() => {
    const element = more.current;
    if (!element || column.loading) return;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && onMore.current?.(), {
      root: props.board.current,
      rootMargin: '200px',
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [column.hasMore, column.loading, column.items.length, isWhole, props.board]);
  const left = column.count === undefined ? null : column.count - column.items.length;
  return (
    <section ref={section} data-column={column.id} className={cx(s.column, props.isTarget && s.target)} aria-labelledby={`column-${column.id}`}>
      <header className={s.head} style={{ borderTopColor: stageColour(column.colour) }}>
        <h2 id={`column-${column.id}`}>
          <span className={s.name} title={column.name}>
            {column.name}
          </span>
          {column.count !== undefined && (
            <span className={cx(s.count, column.limit !== undefined && column.count > column.limit && s.over)}>
              {column.limit === undefined ? f.number(column.count) : t('board.ofLimit', { count: column.count, limit: f.number(column.limit) })}
              {column.limit !== undefined && column.count > column.limit && <span className={s.said}> {t('board.overLimit')}</span>}
            </span>
          )}
        </h2>
        {(column.sums ?? []).map((sum) => (
          <p key={sum.currency}>{f.money(sum)}</p>
        ))}
      </header>
      <ul className={s.cards}>
        {column.items.slice(0, props.drawn).map((item) => {
          const id = idOf(item);
          return (
            <BoardCard
              key={id}
              id={id}
              title={props.titleOf(item)}
              columnId={column.id}
              board={props.board}
              active={id === props.activeId}
              lifted={id === props.liftedId}
              dragged={id === props.draggedId}
              open={id === props.openId}
              selected={selected.has(id)}
              movable={props.canMove?.(item) ?? true}
              href={props.hrefOf?.(item)}
              hasOthers={props.hasOthers}
              item={item}
              menuOf={props.menuOf}
              render={props.renderCard}
              selectable={props.selectable}
              actions={props.actions}
            />
          );
        })}
      </ul>
      {column.hasMore && isWhole && (
        <button ref={more} type="button" className={s.rest} onClick={() => column.onMore?.()}>
          {left === null ? t('board.more') : t('board.moreCount', { count: left })}
        </button>
      )}
    </section>
  );
}
