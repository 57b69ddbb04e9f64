import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dealEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import type { Deal } from '../../../../server/contracts/crm/records.js';
import { dealSalesEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { call } from '../../../core/api.js';
import { useGo } from '../../../core/navigation.js';
import { isMissing, Missing } from '../../../core/records/missing.js';
import { useRecord } from '../../../core/records/use-records.js';
import { useMay, useMayFor } from '../../../core/session.js';
import { useProblemWords } from '../../../core/words.js';
import { Button } from '../../../ui/button.js';
import { DraftLine } from '../../../ui/draft/draft-line.js';
import { dropDraft, keepDraft, readDraft } from '../../../ui/draft/draft-store.js';
import { showError } from '../../../ui/feedback.js';
import { messagesOf, problemOf } from '../../../ui/problem.js';
import s from '../../../ui/record/tab-parts.module.css';
import type { EditRow } from '../../../ui/rows/edit-row.js';
import { RowsEditor } from '../../../ui/rows/rows-editor.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { countRows, withNet } from '../documents/amounts.js';
import { sameRows, toDraft, toEdit } from '../documents/edit-document.js';
import { useRowProblems } from '../documents/row-problems.js';
import { searchProducts } from '../documents/search-products.js';
import { useTotals } from '../documents/use-totals.js';
import { useRefresh } from '../records/use-work.js';

/** What the deal is about: products and services with their prices. Quotes and invoices of the deal begin with them. */
export default function RowsTab({ recordId }: { recordType: string; recordId: number }) {
  const { t } = useTranslation('sales');
  const go = useGo();
  const may = useMay();
  const mayFor = useMayFor();
  const deal = useRecord<Deal>('crm.deal', dealEndpoints.get, recordId).data;
  const client = useQueryClient();
  const refresh = useRefresh();
  const words = useProblemWords('form');
  const problemsOf = useRowProblems();
  const totalsOf = useTotals();
  const key = useMemo(() => ['sales.deal-rows', 'one', recordId], [recordId]);
  const query = useQuery({ queryKey: key, queryFn: () => call(dealSalesEndpoints.rows, { params: { id: recordId } }) });
  const [base, setBase] = useState<EditRow[] | null>(null);
  const [rows, setRows] = useState<EditRow[]>([]);
  const draftKey = `sales.deal-rows:${recordId}`;
  const [keptAt, setKeptAt] = useState<string | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [invalid, setInvalid] = useState(false);
  /** How often: what is typed and cannot be read is kept by its cell alone, which begins anew with each. */
  const [discarded, setDiscarded] = useState(0);
  const [busy, setBusy] = useState(false);
  const dirty = base !== null && !sameRows(base, rows);
  useEffect(() => {
    if (!query.data) return;
    const stored = toEdit(query.data.rows);
    setBase((before) => {
      const kept = before === null ? readDraft<EditRow[]>(draftKey) : null;
      if (kept) {
        setRows(kept.value);
        setKeptAt(kept.at);
        return stored;
      }
      // What is being typed stays; what somebody else stored is taken over where nothing is.
      setRows((now) => (before !== null && !sameRows(before, now) ? now : before !== null && sameRows(stored, now) ? now : stored));
      return stored;
    });
  }, [query.data, draftKey]);
  useEffect(() => {
    if (base === null) return;
    if (dirty) keepDraft(draftKey, { value: rows, at: new Date().toISOString() });
    else dropDraft(draftKey);
  }, [base, dirty, rows, draftKey]);
  if (isMissing(query)) return <Missing error={query.error} back="/crm/deals" onRetry={() => void query.refetch()} />;
  if (!query.data || base === null) return <SkeletonRows rows={5} label={t('loading')} />;
  const currency = query.data.total.currency;
  const counted = countRows(rows, currency);
  const amounts = invalid ? null : counted.amounts;
  const save = async () => {
    const found = problemsOf(rows, counted);
    setErrors(found);
    if (found.rows) showError({ text: found.rows });
    if (invalid || Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      const stored = await call(dealSalesEndpoints.putRows, { params: { id: recordId }, body: { rows: toDraft(rows) } });
      client.setQueryData(key, stored);
      setKeptAt(null);
      await refresh();
    } catch (error) {
      setErrors(messagesOf(problemOf(error)));
      showError({ text: words(error) });
    } finally {
      setBusy(false);
    }
  };
  const discard = () => {
    setDiscarded((before) => before + 1);
    setErrors({});
    setRows(base);
    setKeptAt(null);
  };
  const mayChange = deal !== undefined && mayFor('crm.deal.change', deal.ownerId);
  return (
    <div className={s.tab}>
      <RowsEditor
        key={discarded}
        rows={withNet(rows, amounts)}
        onChange={(next) => setRows(next.map(({ net: _, ...row }) => row))}
        currency={currency}
        searchProducts={searchProducts}
        errors={errors}
        totals={totalsOf(amounts)}
        onInvalid={setInvalid}
        readOnly={!mayChange}
        notes={rows.length === 0 ? <p className={s.none}>{t('deal.rowsFor')}</p> : undefined}
      />
      {mayChange && (
        <div className={s.buttons}>
          {dirty || invalid ? (
            <>
              <Button look="primary" icon="check" busy={busy} onClick={() => void save()}>
                {t('deal.saveRows')}
              </Button>
              {keptAt ? (
                <DraftLine at={keptAt} onDiscard={discard} />
              ) : (
                <Button look="quiet" onClick={discard}>
                  {t('discard')}
                </Button>
              )}
            </>
          ) : (
            rows.length > 0 &&
            may('sales.quote.create') && (
              <Button icon="doc" onClick={() => go(`/sales/quotes/new/${recordId}`)}>
                {t('deal.quoteOfRows')}
              </Button>
            )
          )}
        </div>
      )}
    </div>
  );
}
