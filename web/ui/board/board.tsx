import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../cx.js';
import p from '../pieces.module.css';
import s from './board.module.css';
import type { CardActions } from './board-card.js';
import { BoardColumnView } from './board-column.js';
import { BoardSkeleton } from './board-skeleton.js';
import type { BoardProps, ColumnId } from './board-types.js';
import { useBoardKeys } from './use-board-keys.js';
import { useDrawn } from './use-drawn.js';
import { useEdgeScroll } from './use-edge-scroll.js';
import { useMoves } from './use-moves.js';
import { useOpensAt } from './use-opens-at.js';
import { useTouchMoves } from './use-touch-moves.js';

const ownId = <T,>(item: T): number => (item as { id: number }).id;
const none: ReadonlySet<number> = new Set();

/**
 * Columns of cards: dragged by mouse or finger, by keyboard (arrows walk, Enter opens, Space lifts, arrows choose, Space
 * drops, Esc takes back) or moved from the card's menu. Fills its parent, which must have a height.
 */
export function Board<T>(props: BoardProps<T>) {
  const { t } = useTranslation('ui');
  const { columns, idOf = ownId, titleOf, amountOf, onMove, onOpen, canMove, selected = none, onSelect } = props;
  const board = useRef<HTMLDivElement>(null);
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const hold = useCallback((next: HTMLDivElement | null) => {
    board.current = next;
    setElement(next);
  }, []);
  const [said, setSaid] = useState('');
  const [over, setOver] = useState<ColumnId | null>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const { shown, move } = useMoves(columns, idOf, amountOf, onMove);
  const deepest = Math.max(0, ...shown.map(({ items }) => items.length));
  const drawn = useDrawn(deepest, props.openId != null);
  const nameOf = useCallback((id: ColumnId) => shown.find((column) => column.id === id)?.name ?? '', [shown]);

  const focusCard = useCallback((id: number) => {
    requestAnimationFrame(() => {
      const card = board.current?.querySelector<HTMLElement>(`[data-card="${id}"]`);
      card?.focus({ preventScroll: true });
      card?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
  }, []);
  const moveTo = useCallback(
    async (item: T, from: ColumnId, to: ColumnId, byKey: boolean) => {
      if (from === to) return;
      const words = { title: titleOf(item), stage: nameOf(to) };
      setSaid(t('board.moved', words));
      if (byKey) focusCard(idOf(item));
      const done = await move(item, from, to);
      if (!done) setSaid(t('board.notMoved', { title: words.title, stage: nameOf(from) }));
      if (byKey) focusCard(idOf(item));
    },
    [titleOf, nameOf, t, move, idOf, focusCard],
  );
  useEdgeScroll(board, dragged !== null);
  const placeOf = (id: number) => {
    for (const column of shown) {
      const item = column.items.find((each) => idOf(each) === id);
      if (item !== undefined) return { item, from: column.id };
    }
    return undefined;
  };
  useTouchMoves({
    element,
    canMove: (id) => {
      const place = placeOf(id);
      return place !== undefined && (canMove?.(place.item) ?? true);
    },
    onLift: setDragged,
    onOver: (column) => setOver(shown.find(({ id }) => String(id) === column)?.id ?? null),
    onDrop: (id, column) => {
      setDragged(null);
      const [place, to] = [placeOf(id), shown.find((one) => String(one.id) === column)?.id];
      if (place && to !== undefined) void moveTo(place.item, place.from, to, false);
    },
    onHold: (id) => board.current?.querySelector<HTMLElement>(`[data-card="${id}"] [data-menu]`)?.click(),
  });
  const lastChosen = useRef<number | null>(null);
  const toggle = (id: number) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    lastChosen.current = id;
    onSelect?.(next);
  };
  /** All from the card that was chosen last to this one, in one column; elsewhere this one alone. */
  const extend = (id: number) => {
    const items = shown.find((column) => column.items.some((each) => idOf(each) === id))?.items.map(idOf) ?? [];
    const [first, last] = [items.indexOf(lastChosen.current ?? -1), items.indexOf(id)];
    if (first < 0) return toggle(id);
    onSelect?.(new Set([...selected, ...items.slice(Math.min(first, last), Math.max(first, last) + 1)]));
  };
  const keys = useBoardKeys({
    columns: shown,
    idOf,
    titleOf,
    canMove,
    onOpen,
    onDrop: (item, from, to) => void moveTo(item, from, to, true),
    say: setSaid,
    focusCard,
    board,
    ...(onSelect ? { onSelect: toggle } : {}),
  });

  // The monitor is registered once and reads what is current when a card is dropped.
  const latest = useRef({ shown, idOf, moveTo });
  latest.current = { shown, idOf, moveTo };
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => source.data.board === board.current,
        onDragStart: ({ source }) => setDragged(source.data.card as number),
        onDropTargetChange: ({ location }) => setOver((location.current.dropTargets[0]?.data.column as ColumnId | undefined) ?? null),
        onDrop: ({ source, location }) => {
          setOver(null);
          setDragged(null);
          const to = location.current.dropTargets[0]?.data.column as ColumnId | undefined;
          const from = source.data.column as ColumnId;
          const item = latest.current.shown.find((column) => column.id === from)?.items.find((each) => latest.current.idOf(each) === source.data.card);
          if (to !== undefined && item !== undefined) void latest.current.moveTo(item, from, to, false);
        },
      }),
    [],
  );
  const current: CardActions = {
    open: (item) => onOpen(item as T),
    stages: () => columns,
    focus: keys.setActiveId,
    moveTo: (item, from, to) => void moveTo(item as T, from, to, true),
    select: toggle,
    extend,
  };
  const act = useRef(current);
  act.current = current;
  const actions = useMemo<CardActions>(
    () => ({
      open: (item) => act.current.open(item),
      stages: () => act.current.stages(),
      focus: (id) => act.current.focus(id),
      moveTo: (item, from, to) => act.current.moveTo(item, from, to),
      select: (id) => act.current.select(id),
      extend: (id) => act.current.extend(id),
    }),
    [],
  );
  // The cards are drawn in small steps behind the placeholder, so that keys and clicks meanwhile are answered.
  const isDrawing = useDeferredValue(props.loading === true);
  useOpensAt(element, props.opensAt);
  if (props.loading || isDrawing) return <BoardSkeleton label={props.label} columns={columns.length} />;
  const isBare = shown.every((column) => column.items.length === 0);
  if (props.empty && isBare) return <div className={s.empty}>{props.empty}</div>;
  const target = keys.lifted ? keys.lifted.to : over;
  return (
    <div
      ref={hold}
      role="group"
      aria-label={props.label}
      className={cx(s.board, dragged !== null && s.dragging)}
      style={{ gridTemplateColumns: `repeat(${shown.length}, minmax(var(--column), 1fr))` }}
      // Without a card that takes the keyboard there, it scrolls all the same.
      tabIndex={isBare ? 0 : undefined}
      onKeyDown={keys.onKeyDown}
    >
      {shown.map((column) => (
        <BoardColumnView
          key={column.id}
          column={column}
          board={board}
          hasOthers={shown.length > 1}
          isTarget={target === column.id}
          activeId={keys.activeId}
          liftedId={keys.lifted?.id ?? null}
          draggedId={dragged}
          idOf={idOf}
          titleOf={titleOf}
          renderCard={props.renderCard}
          hrefOf={props.hrefOf}
          openId={props.openId ?? null}
          canMove={canMove}
          selected={selected}
          selectable={onSelect !== undefined}
          menuOf={props.menuOf}
          actions={actions}
          drawn={drawn}
        />
      ))}
      <p className={p.vh} aria-live="assertive">
        {said}
      </p>
      <p className={p.vh} id="board-keys">
        {t('board.keys')}
      </p>
    </div>
  );
}
