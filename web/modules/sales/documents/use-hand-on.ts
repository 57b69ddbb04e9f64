import { useTranslation } from 'react-i18next';
import { type HandedOn, invoiceEndpoints, quoteEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { call } from '../../../core/api.js';
import { showUndo } from '../../../ui/feedback.js';
import { useRefresh, useWork } from '../records/use-work.js';

interface Document {
  id: number;
  number: string | null;
}

/** Notes that a document went to its client without a mail of the portal, and takes that back. */
export function useHandOn(kind: 'quote' | 'invoice') {
  const { t } = useTranslation('sales');
  const refresh = useRefresh();
  const work = useWork();
  const endpoints = (kind === 'quote' ? quoteEndpoints : invoiceEndpoints) as typeof quoteEndpoints;
  const takenBack =
    ({ id }: Document) =>
    () =>
      call(endpoints.takeHandOnBack, { params: { id } });
  return {
    takeBack: (document: Document) => work(takenBack(document)),
    /** Rejects with what was refused. */
    async handOn(document: Document, body: HandedOn): Promise<void> {
      await call(endpoints.handOn, { params: { id: document.id }, body });
      await refresh();
      showUndo({ text: t(`handOn.done.${kind}`, { number: document.number }), onUndo: () => work.undo(takenBack(document)) });
    },
  };
}
