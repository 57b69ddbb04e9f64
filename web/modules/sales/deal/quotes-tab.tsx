import { useTranslation } from 'react-i18next';
import { quoteEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { useLive } from '../../../core/live.js';
import { useGo } from '../../../core/navigation.js';
import { isMissing, Missing } from '../../../core/records/missing.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { useMay } from '../../../core/session.js';
import { Button } from '../../../ui/button.js';
import s from '../../../ui/record/tab-parts.module.css';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { QuoteLines } from '../documents/quote-lines.js';
import type { QuoteLine } from '../kinds.js';

/** The quotes of a deal, the newest first. */
export default function QuotesTab({ recordId }: { recordType: string; recordId: number }) {
  const { t } = useTranslation('sales');
  const go = useGo();
  const may = useMay();
  useLive('sales.quote');
  const list = useRecordList<QuoteLine>('sales.quote', quoteEndpoints.list, { dealId: recordId, sort: '-createdAt' });
  if (isMissing(list)) return <Missing error={list.error} back="/crm/deals" onRetry={() => void list.refetch()} />;
  if (list.isPending) return <SkeletonRows rows={3} label={t('loading')} />;
  return (
    <div className={s.tab}>
      <section className={s.section}>
        <div className={s.head}>
          <h2>{t('quote.plural')}</h2>
          {may('sales.quote.create') && (
            <Button icon="plus" onClick={() => go(`/sales/quotes/new/${recordId}`)}>
              {t('quote.new')}
            </Button>
          )}
        </div>
        {list.items.length === 0 ? <p className={s.none}>{t('deal.noQuotes')}</p> : <QuoteLines quotes={list.items} />}
      </section>
    </div>
  );
}
