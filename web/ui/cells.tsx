import type { Money } from '../../server/contracts/core/fields.js';
import { PersonName } from './avatar.js';
import s from './cells.module.css';
import { cx } from './cx.js';
import { Link } from './link.js';
import { useFormat, useReference } from './ui-context.js';

/** What the cells of lists show, whatever module the list is of. */

/** The name of a referenced record; nothing while it loads or when it is not for this person. */
export function ReferenceName({ type, id }: { type: string; id: number | null }) {
  return <>{useReference(type, id)?.title ?? ''}</>;
}

/** The same as a link, where the person may open it. */
export function ReferenceLink({ type, id }: { type: string; id: number | null }) {
  const found = useReference(type, id);
  if (!found?.title) return null;
  return found.url ? <Link to={found.url}>{found.title}</Link> : found.title;
}

export function Owner({ id }: { id: number | null }) {
  const person = useReference('core.person', id);
  return person?.title ? <PersonName name={person.title} /> : null;
}

/** Money; a zero is grey. */
export function Amount({ value, strong }: { value: Money | null; strong?: boolean }) {
  const f = useFormat();
  return value ? <span className={cx(s.amount, strong && s.strong, value.amount === 0 && s.none)}>{f.money(value)}</span> : null;
}

export function Day({ value }: { value: string | null }) {
  const f = useFormat();
  return value ? (
    <time dateTime={value} title={f.dayFull(value)}>
      {f.day(value)}
    </time>
  ) : null;
}
