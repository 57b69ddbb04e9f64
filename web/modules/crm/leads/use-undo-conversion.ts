import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { leadEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import { call } from '../../../core/api.js';
import { useWorkThen, type Work } from '../../../core/use-work.js';
import { showNote } from '../../../ui/feedback.js';

/** Takes a lead's conversion back, and says so, or what stands against it. */
export function useUndoConversion(): { undone(leadId: number): () => Promise<void>; work: Work } {
  const { t } = useTranslation('crm');
  const client = useQueryClient();
  const work = useWorkThen(useCallback(() => client.invalidateQueries(), [client]));
  const undone = (id: number) => async () => {
    await call(leadEndpoints.undoConversion, { params: { id } });
    showNote({ text: t('convert.undone') });
  };
  return { undone, work };
}
