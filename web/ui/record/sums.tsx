import type { Money } from '../../../server/contracts/core/fields.js';
import { useFormat } from '../ui-context.js';
import s from './tab-parts.module.css';

export interface Sum {
  label: string;
  /** One for each currency; without any the sum is left out. */
  amounts: readonly Money[] | undefined;
}

/** What the records of a tab come to, above their list. */
export function Sums({ of }: { of: readonly Sum[] }) {
  const f = useFormat();
  const shown = of.filter(({ amounts }) => amounts !== undefined && amounts.length > 0);
  if (shown.length === 0) return null;
  return (
    <dl className={s.sums}>
      {shown.map(({ label, amounts }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{amounts?.map((each) => f.money(each)).join(' + ')}</dd>
        </div>
      ))}
    </dl>
  );
}
