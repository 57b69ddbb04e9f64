import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { sampleEndpoints } from '../../../server/contracts/core/sample.js';
import { confirm, showError, showNote } from '../../ui/feedback.js';
import { ApiProblem, call } from '../api.js';
import { useLive } from '../live.js';
import { queryClient } from '../query.js';
import { useProblemWords } from '../words.js';

const key = ['core.sample', 'list'];
const whileFilling = 800;

export function useSample() {
  useLive('core.sample');
  return useQuery({
    queryKey: key,
    queryFn: () => call(sampleEndpoints.state, {}),
    staleTime: 5 * 60_000,
    refetchInterval: ({ state }) => (state.data?.state === 'filling' ? whileFilling : false),
  });
}

export function useSampleActions() {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const refresh = () => queryClient.invalidateQueries();
  const load = async () => {
    try {
      queryClient.setQueryData(key, await call(sampleEndpoints.fill, { body: {} }));
    } catch (error) {
      showError({ text: words(error) });
      await refresh();
    }
  };
  const wipe = async () => {
    try {
      // What was changed meanwhile is told with the refusal: it is asked about until the number is the one that was agreed to.
      let { changed } = await call(sampleEndpoints.state, {});
      for (;;) {
        const sure =
          changed === 0 ||
          (await confirm({ title: t('sample.wipeChanged'), text: t('sample.wipeChangedText', { count: changed }), action: t('sample.wipe'), danger: true }));
        if (!sure) return;
        try {
          const { wiped } = await call(sampleEndpoints.wipe, { body: { changed } });
          showNote({ text: t('sample.wiped', { count: wiped }) });
          return;
        } catch (error) {
          const now = error instanceof ApiProblem && error.problem.code === 'sample-changed' ? error.problem.changed : undefined;
          if (typeof now !== 'number') throw error;
          changed = now;
        }
      }
    } catch (error) {
      showError({ text: words(error) });
    } finally {
      await refresh();
    }
  };
  return { load, wipe };
}
