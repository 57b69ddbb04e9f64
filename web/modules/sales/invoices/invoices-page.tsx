import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../../core/navigation.js';
import { ListPage } from '../../../core/records/list-page.js';
import { useMay } from '../../../core/session.js';
import { QuickChip } from '../../../ui/list/filter-bar.js';
import { ChooseDeal } from '../documents/choose-deal.js';
import { invoiceKind } from '../kinds.js';
import { SalesSections } from '../records/section-nav.js';
import { openStates } from './overdue.js';

export default function InvoicesPage() {
  const { t } = useTranslation('sales');
  const may = useMay();
  const go = useGo();
  const [choosing, setChoosing] = useState(false);
  return (
    <>
      <ListPage
        kind={invoiceKind}
        nav={<SalesSections current="/sales/invoices" />}
        begin={may('sales.invoice.create') ? { label: t('invoice.new'), icon: 'plus', onClick: () => setChoosing(true) } : undefined}
        extra={({ filters, setFilters }) => {
          const { dueOn, 'status.in': states, ...rest } = filters;
          const pressed = dueOn === 'overdue' && states === openStates;
          return (
            <QuickChip
              label={t('invoice.overdue')}
              icon="alert"
              pressed={pressed}
              onClick={() => setFilters(pressed ? rest : { ...rest, dueOn: 'overdue', 'status.in': openStates })}
            />
          );
        }}
      />
      {choosing && <ChooseDeal title={t('invoice.new')} onDeal={(id) => go(`/sales/invoices/new/${id}`)} onClose={() => setChoosing(false)} />}
    </>
  );
}
