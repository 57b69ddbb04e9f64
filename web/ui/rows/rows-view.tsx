import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../cx.js';
import p from '../pieces.module.css';
import { useFormat } from '../ui-context.js';
import type { EditRow } from './edit-row.js';
import s from './rows-editor.module.css';
import { type TotalLine, Totals } from './totals.js';

/** Rows that cannot be changed any more: a plain table. */
export function RowsView({ rows, totals, notes, showTax }: { rows: readonly EditRow[]; totals: readonly TotalLine[]; notes?: ReactNode; showTax: boolean }) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  return (
    <div className={s.editor}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className={cx(s.table, s.scroll)} role="region" aria-label={t('rows.name')} tabIndex={0}>
        <table className={s.view}>
          <thead>
            <tr>
              <th scope="col">{t('rows.name')}</th>
              <th scope="col">{t('rows.quantity')}</th>
              <th scope="col">{t('rows.price')}</th>
              <th scope="col">{t('rows.discountPercent')}</th>
              {showTax && <th scope="col">{t('rows.taxRate')}</th>}
              <th scope="col">{t('rows.net')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <td>{row.name}</td>
                <td>
                  {f.quantity(row.quantity)} {row.unit}
                </td>
                <td>{f.amount(row.price)}</td>
                <td data-label={row.discountPercent ? t('rows.discountPercent') : undefined}>
                  {row.discountPercent ? f.quantity(row.discountPercent) : <span className={p.text3}>–</span>}
                </td>
                {showTax && (
                  <td data-label={row.taxRate ? t('rows.taxRate') : undefined}>{row.taxRate ? f.quantity(row.taxRate) : <span className={p.text3}>–</span>}</td>
                )}
                <td>
                  <b>{row.net ? f.amount(row.net) : '–'}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Totals totals={totals} notes={notes} />
    </div>
  );
}
