import type { ReactNode } from 'react';
import { Avatar } from '../avatar.js';
import { cx } from '../cx.js';
import { Icon, type IconName } from '../icon.js';
import s from './card-body.module.css';

export interface CardBodyProps {
  title: string;
  /** It is over: the title is struck through. */
  isOver?: boolean;
  /** A sign before the title, such as how urgent it is. */
  mark?: ReactNode;
  /** Whom it is for. */
  client?: ReactNode;
  amount?: ReactNode;
  /** What comes next; `none` and `late` are the only colour on a card. */
  next?: { icon: IconName; text: ReactNode; look?: 'plain' | 'none' | 'late' | 'won' };
  /** Whose it is. */
  person?: string | null;
}

/** What a card of a board shows: only what decides the next step. */
export function CardBody({ title, isOver, mark, client, amount, next, person }: CardBodyProps) {
  return (
    <>
      <h3 className={s.title}>
        {mark}
        {isOver ? <s>{title}</s> : title}
      </h3>
      {client && <p className={s.client}>{client}</p>}
      {amount && <p className={s.amount}>{amount}</p>}
      {(next || person) && (
        <div className={cx(s.next, next?.look && s[next.look])}>
          {next && <Icon name={next.icon} size={14} />}
          <span className={s.words}>{next?.text}</span>
          {person && <Avatar name={person} size={20} />}
        </div>
      )}
    </>
  );
}
