import { useTranslation } from 'react-i18next';
import type { TotalLine } from '../../../ui/rows/totals.js';
import { useFormat } from '../../../ui/ui-context.js';
import type { Amounts } from './amounts.js';

/** The sums under the rows: what reductions and taxes add up to stands only where there are any. */
export function useTotals(): (amounts: Amounts | null) => TotalLine[] {
  const { t } = useTranslation('sales');
  const f = useFormat();
  return (amounts) => {
    if (!amounts) return [{ id: 'total', label: t('totals.total'), value: '–', look: 'total' }];
    const { discounts } = amounts;
    return [
      ...(discounts
        ? [
            { id: 'gross', label: t('totals.gross'), value: f.amount(discounts.gross) },
            { id: 'discount', label: t('totals.discount'), value: f.amount(discounts.discount) },
          ]
        : []),
      ...(amounts.taxes.length > 0 ? [{ id: 'net', label: t('totals.net'), value: f.amount(amounts.net) }] : []),
      ...amounts.taxes.map(({ rate, net, tax }) => ({
        id: `tax-${rate}`,
        label: t('totals.tax', { rate: f.percent(rate), base: f.amount(net) }),
        value: f.amount(tax),
      })),
      { id: 'total', label: t('totals.total'), value: f.money(amounts.total), look: 'total' as const },
    ];
  };
}
