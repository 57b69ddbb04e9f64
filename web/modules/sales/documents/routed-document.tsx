import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../../../core/live.js';
import { useAddressQuery, useRouteParams } from '../../../core/navigation.js';
import { isMissing, Missing } from '../../../core/records/missing.js';
import type { GetEndpoint } from '../../../core/records/queries.js';
import { useRecord } from '../../../core/records/use-records.js';
import { useHeading } from '../../../core/shell/heading.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { SalesSections } from '../records/section-nav.js';
import { type NewDocument, useNewDocument } from './new-document.js';

/** One that exists (`document`), or what a new one of a deal begins with (`fresh`). */
export interface DocumentEditorProps<T> {
  document?: T;
  dealId: number | null;
  fresh?: NewDocument;
}

interface RoutedDocumentProps<T> {
  kind: 'quote' | 'invoice';
  get: GetEndpoint<T>;
  /** Kinds of records whose changes show on the page, such as `sales.payment`. */
  follows: readonly string[];
  editor: ComponentType<DocumentEditorProps<T>>;
}

function FreshDocument<T>({ kind, dealId, editor: Editor }: RoutedDocumentProps<T> & { dealId: number }) {
  const { t } = useTranslation('sales');
  const [{ from }] = useAddressQuery();
  const fresh = useNewDocument(dealId, from ? Number(from) : null);
  useHeading(t(`${kind}.new`));
  if (isMissing(fresh)) return <Missing error={fresh.error} back={`/sales/${kind}s`} onRetry={() => void fresh.refetch()} />;
  return fresh.data ? <Editor key={dealId} dealId={dealId} fresh={fresh.data} /> : <SkeletonRows label={t('loading')} />;
}

function StoredDocument<T extends { number: string | null; dealId: number | null }>({
  kind,
  get,
  follows,
  editor: Editor,
  id,
}: RoutedDocumentProps<T> & { id: number }) {
  const { t } = useTranslation('sales');
  const query = useRecord<T>(`sales.${kind}`, get, id);
  useLive(...follows);
  useHeading(query.data ? `${t(`${kind}.one`)} ${query.data.number}` : t(`${kind}.one`));
  if (isMissing(query)) return <Missing error={query.error} of={{ type: `sales.${kind}`, id }} back={`/sales/${kind}s`} onRetry={() => void query.refetch()} />;
  return query.data ? <Editor key={id} document={query.data} dealId={query.data.dealId} /> : <SkeletonRows label={t('loading')} />;
}

/** The quote or invoice of the address, `/sales/quotes/12`, or a new one of a deal, `/sales/quotes/new/7`, in place of a quote `?from=12`. */
export function RoutedDocument<T extends { number: string | null; dealId: number | null }>(props: RoutedDocumentProps<T>) {
  const { id, deal } = useRouteParams();
  return (
    <>
      <SalesSections />
      {deal ? <FreshDocument {...props} dealId={Number(deal)} /> : <StoredDocument {...props} id={Number(id)} />}
    </>
  );
}
