import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { leadEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import { call } from '../../../core/api.js';
import { useProblemWords } from '../../../core/words.js';
import { showError, showNote } from '../../../ui/feedback.js';

/** Takes a lead's conversion back, and says so, or what stands against it. Answers whether it was. */
export function useUndoConversion(): (leadId: number) => Promise<boolean> {
  const { t } = useTranslation('crm');
  const client = useQueryClient();
  const words = useProblemWords();
  return useCallback(
    async (id) => {
      try {
        await call(leadEndpoints.undoConversion, { params: { id } });
      } catch (error) {
        showError({ text: words(error) });
        return false;
      }
      showNote({ text: t('convert.undone') });
      await client.invalidateQueries();
      return true;
    },
    [client, t, words],
  );
}
