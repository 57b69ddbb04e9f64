import { useTranslation } from 'react-i18next';
import { invoiceEndpoints, quoteEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { addressOf, call } from '../../../core/api.js';
import { useGo } from '../../../core/navigation.js';
import { useMayFor } from '../../../core/session.js';
import type { Entry } from '../../../ui/action-menu.js';
import { confirm, showUndo } from '../../../ui/feedback.js';
import { useWork } from '../records/use-work.js';
import { useCopyLink } from './use-copy-link.js';

/** What can be done with every stored document: its PDF, the link to its page, the bin. */
export function useDocumentMenu(kind: 'quote' | 'invoice', document: { id: number; number: string | null; ownerId: number | null } | undefined) {
  const { t } = useTranslation('sales');
  const mayFor = useMayFor();
  const go = useGo();
  const work = useWork();
  const endpoints = (kind === 'quote' ? quoteEndpoints : invoiceEndpoints) as typeof quoteEndpoints;
  const id = document?.id ?? 0;
  const copyLink = useCopyLink(kind);
  const remove = async () => {
    const number = document?.number;
    if (!(await confirm({ title: t(`${kind}.deleteOne`, { number }), text: t('delete.text'), action: t('delete.action'), danger: true }))) return;
    if (!(await work(() => call(endpoints.remove, { params: { id } })))) return;
    go(`/sales/${kind}s`);
    showUndo({ text: t(`${kind}.deleted`, { number }), onUndo: () => void work(() => call(endpoints.restore, { params: { id } })) });
  };
  return {
    pdf: () => window.open(addressOf(endpoints.pdf, { params: { id } }), '_blank', 'noopener'),
    copy: { id: 'link', label: t('link.copy'), icon: 'link', onSelect: () => void copyLink(id) } satisfies Entry,
    remove: (document && mayFor(`sales.${kind}.delete`, document.ownerId)
      ? ['line', { id: 'delete', label: t(`${kind}.delete`), icon: 'trash', danger: true, onSelect: () => void remove() }]
      : []) satisfies Entry[],
  };
}
