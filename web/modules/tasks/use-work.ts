import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { ApiProblem } from '../../core/api.js';
import { useProblemWords } from '../../core/words.js';
import { showError } from '../../ui/feedback.js';

/** Kinds of record that a task or a project that was changed is shown in. */
export const touched = ['tasks.task', 'tasks.project'];

/** Does something with tasks or projects and shows everything about them anew; what goes wrong is said. Answers whether it was done. */
export function useWork(): (doing: () => Promise<unknown>) => Promise<boolean> {
  const client = useQueryClient();
  const words = useProblemWords();
  return useCallback(
    async (doing) => {
      try {
        await doing();
        return true;
      } catch (error) {
        showError({ text: words(error), ...(error instanceof ApiProblem && error.requestId ? { requestId: error.requestId } : {}) });
        return false;
      } finally {
        await Promise.all(touched.map((type) => client.invalidateQueries({ queryKey: [type] })));
      }
    },
    [client, words],
  );
}
