import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type MouseEvent, memo, type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../action-menu.js';
import { cx } from '../cx.js';
import { Check } from '../list/check.js';
import { MenuOnDemand } from '../menu-on-demand.js';
import s from './board.module.css';
import type { ColumnId, Stage } from './board-types.js';

/** What a card can ask of its board; the functions keep their identity, so that a card is drawn anew only when it changes. */
export interface CardActions {
  open: (item: unknown) => void;
  /** All there are, asked for when the menu opens. */
  stages: () => readonly Stage[];
  focus: (id: number) => void;
  moveTo: (item: unknown, from: ColumnId, to: ColumnId) => void;
  select: (id: number) => void;
  /** Chooses all from the card that was chosen last to this one. */
  extend: (id: number) => void;
}

interface CardProps<T> {
  item: T;
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
  /** There is another column to move to. */
  hasOthers: boolean;
  selectable: boolean;
  menuOf: ((item: T) => Entry[]) | undefined;
  render: (item: T) => ReactNode;
  actions: CardActions;
}

function Card<T>(props: CardProps<T>) {
  const { t } = useTranslation('ui');
  const card = useRef<HTMLDivElement>(null);
  const { item, id, columnId, board, movable, actions } = props;
  const toggle = () => actions.select(id);
  useEffect(() => {
    const element = card.current;
    if (!element || !movable) return;
    return draggable({ element, getInitialData: () => ({ card: id, column: columnId, board: board.current }) });
  }, [id, columnId, board, movable]);
  const onClick = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('a, button, input, label')) return;
    // Entries of the card's menu are drawn elsewhere but their clicks arrive here.
    if (!card.current?.contains(event.target as Node)) return;
    if (props.selectable && event.shiftKey) actions.extend(id);
    else if (props.selectable && (event.metaKey || event.ctrlKey)) toggle();
    else actions.open(item);
  };
  const hasMenu = (movable && props.hasOthers) || props.selectable || props.menuOf !== undefined;
  const entries = (): Entry[] => {
    const moves: Entry[] = movable
      ? actions
          .stages()
          .filter((stage) => stage.id !== columnId)
          .map((stage) => ({
            id: `to-${stage.id}`,
            label: t('board.moveTo', { stage: stage.name }),
            icon: 'arrow',
            onSelect: () => actions.moveTo(item, columnId, stage.id),
          }))
      : [];
    const select: Entry[] = props.selectable ? [{ id: 'select', label: t('board.select'), icon: 'tasks', checked: props.selected, onSelect: toggle }] : [];
    const own = [...select, ...(props.menuOf?.(item) ?? [])];
    return [...moves, ...(moves.length > 0 && own.length > 0 ? ['line' as const] : []), ...own];
  };
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
        onMouseDown={(event) => event.shiftKey && event.preventDefault()}
        onAuxClick={(event) => event.button === 1 && props.href && window.open(props.href, '_blank', 'noopener')}
        onFocus={(event) => event.target === event.currentTarget && actions.focus(id)}
      >
        {props.render(item)}
        <span className={s.tools}>
          {hasMenu && <MenuOnDemand label={t('board.menu', { title: props.title })} entries={entries} className={s.tool} tabIndex={props.active ? 0 : -1} />}
          {props.selectable && (
            <span className={cx(s.check, props.selected && s.checked)}>
              <Check checked={props.selected} label={t('list.select', { title: props.title })} onToggle={toggle} focusable={props.active} />
            </span>
          )}
        </span>
      </div>
    </li>
  );
}

/** Drawn anew only when what it shows changes: a board has hundreds. */
export const BoardCard = memo(Card) as typeof Card;
