import { Amount } from '../../../ui/cells.js';
import { Link } from '../../../ui/link.js';
import s from '../../../ui/record/tab-parts.module.css';
import type { QuoteLine } from '../kinds.js';
import { Status, ValidUntil } from '../records/cells.js';

/** Quotes in the tab of a record. */
export function QuoteLines({ quotes }: { quotes: readonly QuoteLine[] }) {
  return (
    <ul className={s.lines}>
      {quotes.map((quote) => (
        <li key={quote.id} className={s.line}>
          <Link to={`/sales/quotes/${quote.id}`}>{quote.number}</Link>
          <Status of={quote} />
          <span className={s.grow}>
            <ValidUntil of={quote} />
          </span>
          <Amount value={quote.total} strong />
        </li>
      ))}
    </ul>
  );
}
