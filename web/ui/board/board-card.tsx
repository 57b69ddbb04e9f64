import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type MouseEvent, type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionMenu, type Entry } from '../action-menu.js';
import { cx } from '../cx.js';
import { Icon } from '../icon.js';
import { Check } from '../list/check.js';
import s from './board.module.css';
import type { Stage } from './board-column.js';
import type { ColumnId } from './board-types.js';

interface CardProps {
  id: number;
  title: string;
  columnId: ColumnId;
  board: RefObject<HTMLElement | null>;
  active: boolean;
  lifted: boolean;
  dragged: boolean;
  open: boolean;
  selected: boolean;
  movable: boolean;
  href: string | undefined;
  stages: readonly Stage[];
  menu: Entry[];
  onOpen: () => void;
  onFocus: () => void;
  onMoveTo: (to: ColumnId) => void;
  onSelect: (() => void) | undefined;
  children: ReactNode;
}

export function BoardCard(props: CardProps) {
  const { t } = useTranslation('ui');
  const card = useRef<HTMLDivElement>(null);
  const { id, columnId, board, movable } = props;
  useEffect(() => {
    const element = card.current;
    if (!element || !movable) return;
    return draggable({ element, getInitialData: () => ({ card: id, column: columnId, board: board.current }) });
  }, [id, columnId, board, movable]);
  const onClick = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('a, button, input, label')) return;
    // Entries of the card's menu are drawn elsewhere but their clicks arrive here.
    if (!card.current?.contains(event.target as Node)) return;
    if ((event.metaKey || event.ctrlKey) && props.href) window.open(props.href, '_blank', 'noopener');
    else props.onOpen();
  };
  const moves: Entry[] = movable
    ? props.stages
        .filter((stage) => stage.id !== columnId)
        .map((stage) => ({ id: `to-${stage.id}`, label: t('board.moveTo', { stage: stage.name }), icon: 'arrow', onSelect: () => props.onMoveTo(stage.id) }))
    : [];
  const select: Entry[] = props.onSelect ? [{ id: 'select', label: t('board.select'), icon: 'tasks', checked: props.selected, onSelect: props.onSelect }] : [];
  const own = [...select, ...props.menu];
  const entries: Entry[] = [...moves, ...(moves.length > 0 && own.length > 0 ? ['line' as const] : []), ...own];
  return (
    <li className={s.slot}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the board watches the keys of all its cards */}
      <div
        ref={card}
        role="group"
        aria-label={props.title}
        aria-roledescription={t('board.card')}
        aria-describedby="board-keys"
        tabIndex={props.active ? 0 : -1}
        data-card={id}
        className={cx(s.card, movable && s.movable, props.selected && s.selected, props.open && s.open, props.lifted && s.lifted, props.dragged && s.dragged)}
        onClick={onClick}
        onFocus={(event) => event.target === event.currentTarget && props.onFocus()}
      >
        {props.children}
        <span className={s.tools}>
          {entries.length > 0 && (
            <ActionMenu
              label={t('board.menu', { title: props.title })}
              entries={entries}
              target={
                <button type="button" data-menu="" className={s.tool} tabIndex={props.active ? 0 : -1} aria-label={t('board.menu', { title: props.title })}>
                  <Icon name="more" size={16} />
                </button>
              }
            />
          )}
          {props.onSelect && (
            <span className={cx(s.check, props.selected && s.checked)}>
              <Check checked={props.selected} label={t('list.select', { title: props.title })} onToggle={props.onSelect} focusable={props.active} />
            </span>
          )}
        </span>
      </div>
    </li>
  );
}
