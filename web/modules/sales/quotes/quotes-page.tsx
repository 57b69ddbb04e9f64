import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../../core/navigation.js';
import { useMay } from '../../../core/session.js';
import { ChooseDeal } from '../documents/choose-deal.js';
import { quoteKind } from '../kinds.js';
import { ListPage } from '../records/list-page.js';

export default function QuotesPage() {
  const { t } = useTranslation('sales');
  const may = useMay();
  const go = useGo();
  const [choosing, setChoosing] = useState(false);
  return (
    <>
      <ListPage kind={quoteKind} begin={may('sales.quote.create') ? { label: t('quote.new'), icon: 'plus', onClick: () => setChoosing(true) } : undefined} />
      {choosing && <ChooseDeal title={t('quote.new')} onDeal={(id) => go(`/sales/quotes/new/${id}`)} onClose={() => setChoosing(false)} />}
    </>
  );
}
