import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../../core/navigation.js';
import { ListPage } from '../../../core/records/list-page.js';
import { useMay } from '../../../core/session.js';
import { ChooseDeal } from '../documents/choose-deal.js';
import { quoteKind } from '../kinds.js';
import { SalesSections } from '../records/section-nav.js';

export default function QuotesPage() {
  const { t } = useTranslation('sales');
  const may = useMay();
  const go = useGo();
  const [choosing, setChoosing] = useState(false);
  return (
    <>
      <ListPage
        kind={quoteKind}
        nav={<SalesSections current="/sales/quotes" />}
        begin={may('sales.quote.create') ? { label: t('quote.new'), icon: 'plus', onClick: () => setChoosing(true) } : undefined}
      />
      {choosing && <ChooseDeal title={t('quote.new')} onDeal={(id) => go(`/sales/quotes/new/${id}`)} onClose={() => setChoosing(false)} />}
    </>
  );
}
