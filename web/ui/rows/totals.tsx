import type { ReactNode } from 'react';
import s from './rows-editor.module.css';

export interface TotalLine {
  id: string;
  label: string;
  value: ReactNode;
  look?: 'total' | 'quiet';
}

/** The sums under the rows, as the caller counted them. */
export function Totals({ totals, notes }: { totals: readonly TotalLine[]; notes?: ReactNode }) {
  if (totals.length === 0 && !notes) return null;
  return (
    <div className={s.low}>
      <div>{notes}</div>
      <dl className={s.totals}>
        {totals.map((line) => (
          <div key={line.id} className={line.look && s[line.look]}>
            <dt>{line.label}</dt>
            <dd>{line.value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
