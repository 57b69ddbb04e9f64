import { useTranslation } from 'react-i18next';
import { SectionNav } from '../../../core/shell/section-nav.js';

const sections = [
  { path: '/sales/quotes', right: 'sales.quote.read', labelKey: 'sales:quote.plural' },
  { path: '/sales/invoices', right: 'sales.invoice.read', labelKey: 'sales:invoice.plural' },
  { path: '/sales/payments', right: 'sales.payment.read', labelKey: 'sales:payment.plural' },
  { path: '/sales/shipments', right: 'sales.shipment.read', labelKey: 'sales:shipment.plural' },
  { path: '/sales/products', right: 'sales.product.read', labelKey: 'sales:product.plural' },
];

/** The kinds of record of this module. */
export function SalesSections({ current }: { current?: string }) {
  const { t } = useTranslation('sales');
  return <SectionNav label={t('sections')} sections={sections} current={current} />;
}
