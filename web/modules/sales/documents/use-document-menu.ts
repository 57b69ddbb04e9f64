import { useTranslation } from 'react-i18next';
import { invoiceEndpoints, quoteEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { addressOf, call } from '../../../core/api.js';
import { useGo } from '../../../core/navigation.js';
import { useMayFor } from '../../../core/session.js';
import { useProblemWords } from '../../../core/words.js';
import type { Entry } from '../../../ui/action-menu.js';
import { confirm, showError, showUndo } from '../../../ui/feedback.js';
import { useWork } from '../records/use-work.js';
import { isWithClient, type Sent } from './sending.js';
import { useCopyLink } from './use-copy-link.js';
import { useHandOn } from './use-hand-on.js';

interface Options {
  /** It may be sent now, by whoever has it open. */
  maySend: boolean;
  /** Opens the dialog in which it is handed on. */
  onHandOn(): void;
}

/** What can be done with every stored document: its PDF, the link to its page, noting how it went to its client, the bin. */
export function useDocumentMenu(
  kind: 'quote' | 'invoice',
  document: (Sent & { id: number; number: string | null; ownerId: number | null }) | undefined,
  { maySend, onHandOn }: Options,
) {
  const { t } = useTranslation('sales');
  const mayFor = useMayFor();
  const go = useGo();
  const work = useWork();
  const endpoints = (kind === 'quote' ? quoteEndpoints : invoiceEndpoints) as typeof quoteEndpoints;
  const id = document?.id ?? 0;
  const copyLink = useCopyLink(kind);
  const words = useProblemWords();
  const { handOn, takeBack } = useHandOn(kind);
  const isHeldUp = document?.mailState === 'queued' && document.mailReason !== null;
  const isToSend = document !== undefined && maySend && (!isWithClient(document) || isHeldUp);
  /** Whoever copies the link is about to hand it on: one press notes that. */
  const copied = isToSend
    ? {
        label: t(`handOn.submit.${kind}`),
        run: () => void handOn(document, { via: 'link' }).catch((error: unknown) => showError({ text: words(error) })),
      }
    : undefined;
  const remove = async () => {
    const number = document?.number;
    if (!(await confirm({ title: t(`${kind}.deleteOne`, { number }), text: t('delete.text'), action: t('delete.action'), danger: true }))) return;
    if (!(await work(() => call(endpoints.remove, { params: { id } })))) return;
    go(`/sales/${kind}s`);
    showUndo({ text: t(`${kind}.deleted`, { number }), onUndo: () => work.undo(() => call(endpoints.restore, { params: { id } })) });
  };
  return {
    pdf: () => window.open(addressOf(endpoints.pdf, { params: { id } }), '_blank', 'noopener'),
    handing: [
      { id: 'link', label: t('link.copy'), icon: 'link', onSelect: () => void copyLink(id, copied) },
      ...(isToSend ? [{ id: 'hand-on', label: t(`handOn.submit.${kind}`), icon: 'check' as const, onSelect: onHandOn }] : []),
      ...(document && maySend && document.sentVia !== null && document.sentVia !== 'mail'
        ? [{ id: 'take-back', label: t('handOn.takeBack'), icon: 'undo' as const, onSelect: () => void takeBack(document) }]
        : []),
    ] satisfies Entry[],
    remove: (document && mayFor(`sales.${kind}.delete`, document.ownerId)
      ? ['line', { id: 'delete', label: t(`${kind}.delete`), icon: 'trash', danger: true, onSelect: () => void remove() }]
      : []) satisfies Entry[],
  };
}
