import { useTranslation } from 'react-i18next';
import type { Money } from '../../server/contracts/core/fields.js';
import { PersonName } from './avatar.js';
import s from './cells.module.css';
import { cx } from './cx.js';
import { Link } from './link.js';
import { useFormat, useReference } from './ui-context.js';

/** What the cells of lists show, whatever module the list is of. */

/** The name of what lies in the bin: it is remembered, and cannot be opened. */
function InBin({ title }: { title: string | null }) {
  const { t } = useTranslation('ui');
  return <span className={s.none}>{t('fields.inBin', { title })}</span>;
}

/** The name of a referenced record; nothing while it loads or when it is not for this person. */
export function ReferenceName({ type, id }: { type: string; id: number | null }) {
  const found = useReference(type, id);
  return found?.deleted ? <InBin title={found.title} /> : (found?.title ?? '');
}

/** The same as a link, where the person may open it. */
export function ReferenceLink({ type, id }: { type: string; id: number | null }) {
  const found = useReference(type, id);
  if (!found?.title) return null;
  if (found.deleted) return <InBin title={found.title} />;
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
