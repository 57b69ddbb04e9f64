import { type KeyboardEvent, type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardColumn, ColumnId } from './board-types.js';

interface Lifted {
  id: number;
  from: ColumnId;
  to: ColumnId;
}
interface KeysOf<T> {
  columns: readonly BoardColumn<T>[];
  idOf: (item: T) => number;
  titleOf: (item: T) => string;
  canMove: ((item: T) => boolean) | undefined;
  onOpen: (item: T) => void;
  onDrop: (item: T, from: ColumnId, to: ColumnId) => void;
  say: (words: string) => void;
  focusCard: (id: number) => void;
  /** Where cards can be chosen: ticks one, or lets it go. */
  onSelect?: (id: number) => void;
  board: RefObject<HTMLElement | null>;
}

/** Walking and moving cards by keyboard. One card at a time can be reached by Tab; arrows go on from there. */
export function useBoardKeys<T>({ columns, idOf, titleOf, canMove, onOpen, onDrop, say, focusCard, onSelect, board }: KeysOf<T>) {
  const { t } = useTranslation('ui');
  const [active, setActive] = useState<number | null>(null);
  const [lifted, setLifted] = useState<Lifted | null>(null);
  const first = columns.find((column) => column.items.length > 0)?.items[0];
  const has = active !== null && columns.some((column) => column.items.some((item) => idOf(item) === active));
  const activeId = has ? active : first === undefined ? null : idOf(first);

  const go = (item: T | undefined) => {
    if (item === undefined) return;
    setActive(idOf(item));
    focusCard(idOf(item));
  };
  const place = (id: number) => {
    const column = columns.findIndex((each) => each.items.some((item) => idOf(item) === id));
    const row = columns[column]?.items.findIndex((item) => idOf(item) === id) ?? -1;
    return { column, row, item: columns[column]?.items[row] };
  };
  const sideways = (column: number, row: number, by: 1 | -1) => {
    for (let at = column + by; at >= 0 && at < columns.length; at += by) {
      const items = columns[at]?.items ?? [];
      if (items.length > 0) return items[Math.min(row, items.length - 1)];
    }
    return undefined;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset.card === undefined || event.altKey || event.metaKey || event.ctrlKey) return;
    const { column, row, item } = place(Number(event.target.dataset.card));
    const from = columns[column];
    if (item === undefined || from === undefined) return;
    const taken = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (lifted) {
      const at = columns.findIndex((each) => each.id === lifted.to);
      if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
        taken();
        const next = columns[Math.max(0, Math.min(columns.length - 1, at + (event.key === 'ArrowRight' ? 1 : -1)))];
        if (next) {
          setLifted({ ...lifted, to: next.id });
          say(t('board.over', { stage: next.name, at: columns.indexOf(next) + 1, of: columns.length }));
          board.current?.querySelector(`[data-column="${next.id}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        }
      } else if (event.key === ' ' || event.key === 'Enter') {
        taken();
        setLifted(null);
        setActive(lifted.id);
        if (lifted.to === lifted.from) say(t('board.stays', { title: titleOf(item), stage: from.name }));
        else onDrop(item, lifted.from, lifted.to);
      } else if (event.key === 'Escape') {
        taken();
        setLifted(null);
        say(t('board.stays', { title: titleOf(item), stage: from.name }));
        focusCard(lifted.id);
      } else if (event.key.startsWith('Arrow')) taken();
      return;
    }
    if (event.key === 'ArrowDown') go(from.items[row + 1]);
    else if (event.key === 'ArrowUp') go(from.items[row - 1]);
    else if (event.key === 'ArrowRight') go(sideways(column, row, 1));
    else if (event.key === 'ArrowLeft') go(sideways(column, row, -1));
    else if (event.key === 'Home') go(from.items[0]);
    else if (event.key === 'End') go(from.items.at(-1));
    else if (event.key === 'Enter') onOpen(item);
    else if (event.key === ' ' && (canMove?.(item) ?? true)) {
      setLifted({ id: idOf(item), from: from.id, to: from.id });
      say(t('board.lifted', { title: titleOf(item), stage: from.name, at: column + 1, of: columns.length }));
    } else if (onSelect && (event.key === 'x' || event.key === 'X')) onSelect(idOf(item));
    else if (event.key === 'm' || event.key === 'M') {
      // The menu of a card that is half out of sight would open out of sight.
      event.target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      event.target.querySelector<HTMLElement>('[data-menu]')?.click();
    } else return;
    taken();
  };
  /** Leaving the card with Tab or the mouse puts it down where it was. */
  const setActiveId = (id: number) => {
    setActive(id);
    if (lifted && lifted.id !== id) setLifted(null);
  };
  return { activeId, lifted, onKeyDown, setActiveId };
}
