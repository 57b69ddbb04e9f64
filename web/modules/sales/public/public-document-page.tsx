import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type PublicDocument, publicEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { discountsOf, taxByRate } from '../../../../server/contracts/sales/money.js';
import { ApiProblem, addressOf, call } from '../../../core/api.js';
import { switchLanguage } from '../../../core/i18n.js';
import { useProblemWords } from '../../../core/words.js';
import { formatAsIn } from '../../../ui/format.js';
import { Icon } from '../../../ui/icon.js';
import { EmptyState, ErrorState } from '../../../ui/states.js';
import { Paper } from '../documents/paper.js';
import type { PaperDocument } from '../documents/paper-document.js';
import { Answer } from './answer.js';
import s from './public.module.css';

function paperOf(given: PublicDocument): PaperDocument {
  return {
    kind: given.kind,
    number: given.number,
    language: given.language,
    company: given.company,
    client: { name: given.clientName, ...given.client },
    day: given.day,
    validUntil: given.validUntil,
    dueOn: given.dueOn,
    cancelled: given.kind === 'invoice' && given.status === 'cancelled',
    rows: given.rows.map((row, at) => ({ ...row, key: String(at) })),
    discounts: discountsOf(given.rows, given.net),
    net: given.net,
    taxes: taxByRate(given.rows),
    total: given.total,
    paid: given.due ? { ...given.due, amount: given.total.amount - given.due.amount } : null,
    due: given.due,
    terms: given.terms,
  };
}

/** What the client of a document opens from its link: reads it, answers a quote, takes the PDF along. In the document's language. */
export function PublicDocumentPage({ rest: token }: { rest: string }) {
  const { t } = useTranslation('sales');
  const client = useQueryClient();
  const words = useProblemWords('reading');
  const key = ['sales.public', token];
  const query = useQuery({
    queryKey: key,
    queryFn: async () => {
      const found = await call(publicEndpoints.get, { params: { token } });
      formatAsIn(found.company.country);
      await switchLanguage(found.language, false);
      return found;
    },
    staleTime: 0,
  });
  const found = query.data;
  const title = found ? `${t(`paper.${found.kind}`)} ${found.number}` : '';
  useEffect(() => {
    if (found) document.title = `${title} · ${found.companyName}`;
  }, [found, title]);
  if (query.isError)
    return (
      <main className={s.alone}>
        {query.error instanceof ApiProblem && (query.error.status === 404 || query.error.status === 400 || query.error.status === 422) ? (
          <>
            <h1 className="visually-hidden">{t('public.gone.title')}</h1>
            <EmptyState icon="search" title={t('public.gone.title')} text={t('public.gone.text')} />
          </>
        ) : (
          <ErrorState text={words(query.error)} onRetry={() => void query.refetch()} />
        )}
      </main>
    );
  if (!found) return <main className={s.alone} aria-busy="true" />;
  return (
    <div className={s.page}>
      <header className={s.head}>
        <b>{found.companyName}</b>
        <a className={s.pdf} href={addressOf(publicEndpoints.pdf, { params: { token } })} download>
          <Icon name="download" size={16} />
          {t('pdf')}
        </a>
      </header>
      <main className={s.main}>
        <h1 className="visually-hidden">{title}</h1>
        <Answer token={token} of={found} onAnswered={(after) => client.setQueryData(key, after)} onStale={() => void query.refetch()} />
        <Paper of={paperOf(found)} />
      </main>
    </div>
  );
}
