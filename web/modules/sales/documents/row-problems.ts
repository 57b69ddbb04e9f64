import { useTranslation } from 'react-i18next';
import type { EditRow } from '../../../ui/rows/edit-row.js';
import type { Counted } from './amounts.js';

/**
 * What keeps rows from being stored, in words: at its cell by path (`rows.0.quantity`), under `rows` where no single row is to blame.
 * The server says the same.
 */
export function useRowProblems(): (rows: readonly EditRow[], counted: Counted) => Record<string, string> {
  const { t } = useTranslation('sales');
  return (rows, { amounts, wrong }) => {
    const found: Record<string, string> = {};
    rows.forEach((row, at) => {
      if (!row.name.trim()) found[`rows.${at}.name`] = t('row.nameNeeded');
      if (row.quantity === 0) found[`rows.${at}.quantity`] = t('row.quantityNeeded');
    });
    if (wrong) found[wrong.path] = t(`amount.${wrong.problem}`);
    if (amounts && amounts.total.amount < 0) found.rows = t('row.negativeTotal');
    return found;
  };
}
