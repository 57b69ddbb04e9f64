import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../cx.js';
import { showUndo } from '../feedback.js';
import { Icon } from '../icon.js';
import { useScrollAtEdge } from '../use-scroll-at-edge.js';
import s from './sortable.module.css';

interface Lifted {
  id: number;
  /** Place it would come to, 0 … */
  to: number;
}

export interface SortableProps<T extends { id: number }> {
  label: string;
  items: readonly T[];
  nameOf: (item: T) => string;
  /** Stores the new place, 0 …; when it rejects, the row goes back. */
  onMove: (item: T, to: number) => Promise<void>;
  /** Puts it back in its old place, 0 …, which a toast offers; rejects with what was refused. */
  onUndo?: (item: T, to: number) => Promise<void>;
  /** What stands in a row beside its handle. */
  children: (item: T) => ReactNode;
  /** Without it nothing can be moved. */
  canMove: boolean;
}

/**
 * A short list whose order is chosen: a row is taken by its handle, by mouse, pen or finger. With the keyboard it is lifted with
 * the space bar, the arrows choose its place, Space or Enter puts it down, Escape leaves it where it was.
 */
export function Sortable<T extends { id: number }>({ label, items, nameOf, onMove, onUndo, children, canMove }: SortableProps<T>) {
  const { t } = useTranslation('ui');
  const [lifted, setLifted] = useState<Lifted | null>(null);
  const [said, setSaid] = useState('');
  /** The new order until the list comes back in it. */
  const [moved, setMoved] = useState<readonly number[] | null>(null);
  const page = useScrollAtEdge();
  /** As it is now, also between two renderings: a finger may be lifted right after it has moved. */
  const current = useRef<Lifted | null>(null);
  const put = (next: Lifted | null) => {
    current.current = next;
    setLifted(next);
  };
  const list = useRef<HTMLUListElement>(null);
  const dragging = useRef(false);
  const focusOn = useRef<number | null>(null);
  const shown = moved ? [...items].sort((a, b) => moved.indexOf(a.id) - moved.indexOf(b.id)) : items;
  const placeOf = (id: number) => shown.findIndex((item) => item.id === id);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the list is given anew, its order counts
  useEffect(() => setMoved(null), [items]);
  useEffect(() => {
    // A row that changed its place in the document has lost the focus.
    if (focusOn.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-handle="${focusOn.current}"]`)?.focus();
    if (!moved) focusOn.current = null;
  }, [moved]);

  const nameAt = (id: number) => {
    const item = items.find((one) => one.id === id);
    return item ? nameOf(item) : '';
  };
  const aim = (now: Lifted, to: number) => {
    const place = Math.min(items.length - 1, Math.max(0, to));
    if (place === now.to) return;
    put({ ...now, to: place });
    setSaid(t('sortable.over', { name: nameAt(now.id), place: place + 1, count: items.length }));
  };
  const cancel = () => {
    page.stop();
    dragging.current = false;
    put(null);
    setSaid(t('sortable.stays'));
  };
  const drop = async ({ id, to }: Lifted) => {
    page.stop();
    dragging.current = false;
    put(null);
    const item = items.find((one) => one.id === id);
    const before = placeOf(id);
    if (!item || before === to) return setSaid(t('sortable.stays'));
    const order = shown.map((one) => one.id).filter((one) => one !== id);
    order.splice(to, 0, id);
    focusOn.current = id;
    setMoved(order);
    const text = t('sortable.moved', { name: nameOf(item), place: to + 1, count: items.length });
    setSaid(text);
    try {
      await onMove(item, to);
      if (onUndo) showUndo({ text, onUndo: () => onUndo(item, before) });
    } catch {
      setMoved(null);
      setSaid(t('sortable.stays'));
    }
  };
  /** The place in the list, without the row that is lifted, to which the pointer points. */
  const placeAt = (y: number, from: number): number => {
    const rows = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect());
    const above = rows.filter((row) => (row.top + row.bottom) / 2 < y).length;
    return above > from ? above - 1 : above;
  };

  const handle = (item: T) => ({
    onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      dragging.current = true;
      put({ id: item.id, to: placeOf(item.id) });
    },
    onPointerMove: (event: PointerEvent<HTMLButtonElement>) => {
      if (!dragging.current || !current.current) return;
      const y = event.clientY;
      aim(current.current, placeAt(y, placeOf(item.id)));
      page.follow(event.currentTarget, y, () => current.current && aim(current.current, placeAt(y, placeOf(item.id))));
    },
    onPointerUp: () => {
      if (dragging.current && current.current) void drop(current.current);
    },
    onPointerCancel: cancel,
    onKeyDown: (event: KeyboardEvent) => {
      const now = current.current;
      if (event.key === 'Escape' && now) {
        event.preventDefault();
        event.stopPropagation();
        return cancel();
      }
      if (event.key === ' ' || event.key === 'Enter') {
        event.preventDefault();
        if (now) return void drop(now);
        put({ id: item.id, to: placeOf(item.id) });
        return setSaid(t('sortable.lifted', { name: nameOf(item), place: placeOf(item.id) + 1, count: items.length }));
      }
      if (!now) return;
      const to = { ArrowUp: now.to - 1, ArrowDown: now.to + 1, Home: 0, End: items.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      aim(now, to);
    },
    onBlur: () => {
      if (current.current && !dragging.current) cancel();
    },
  });

  const from = lifted ? placeOf(lifted.id) : 0;
  return (
    <>
      <ul ref={list} className={s.list} aria-label={label}>
        {shown.map((item, at) => (
          <li
            key={item.id}
            className={cx(
              s.row,
              lifted?.id === item.id && s.lifted,
              lifted && lifted.to !== from && at === lifted.to && (lifted.to < from ? s.before : s.after),
            )}
          >
            {canMove && items.length > 1 && (
              <button type="button" className={s.handle} data-handle={item.id} aria-label={t('sortable.move', { name: nameOf(item) })} {...handle(item)}>
                <Icon name="grip" />
              </button>
            )}
            {children(item)}
          </li>
        ))}
      </ul>
      <div className="visually-hidden" role="status" aria-live="assertive">
        {said}
      </div>
    </>
  );
}
