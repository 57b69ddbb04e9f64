import { useTranslation } from 'react-i18next';
import { invoiceEndpoints, quoteEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { call } from '../../../core/api.js';
import { copyText } from '../../../core/clipboard.js';
import { showError, showNote } from '../../../ui/feedback.js';
import { useWork } from '../records/use-work.js';

/** Copies the address of a document's page for its client. @returns by the document's id and what is offered then: whether the server has given it. */
export function useCopyLink(kind: 'quote' | 'invoice'): (id: number, next?: { label: string; run(): void }) => Promise<boolean> {
  const { t } = useTranslation('sales');
  const work = useWork();
  const endpoints = (kind === 'quote' ? quoteEndpoints : invoiceEndpoints) as typeof quoteEndpoints;
  return (id, next) =>
    work(async () => {
      const { url } = await call(endpoints.link, { params: { id } });
      if (await copyText(url)) showNote({ text: t('link.copied'), ...(next ? { action: next } : {}) });
      else showError({ text: t('link.notCopied', { url }) });
    });
}
