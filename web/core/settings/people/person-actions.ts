import { useTranslation } from 'react-i18next';
import { dismissalEndpoints, type Person } from '../../../../server/contracts/core/people.js';
import { showError, showUndo } from '../../../ui/feedback.js';
import { call } from '../../api.js';
import { queryClient } from '../../query.js';
import { useProblemWords } from '../../words.js';

const refresh = () => queryClient.invalidateQueries({ queryKey: ['core.person'] });

/** Dismissing keeps the person's data and ends their sessions; it can be taken back. */
export function usePersonActions() {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const takeBack = async (person: Pick<Person, 'id'>): Promise<void> => {
    try {
      await call(dismissalEndpoints.takeBack, { params: { id: person.id } });
      await refresh();
    } catch (error) {
      showError({ text: words(error) });
    }
  };
  /** @throws ApiProblem when it is refused. */
  const dismiss = async (person: Pick<Person, 'id' | 'name'>, toPersonId: number | null): Promise<void> => {
    await call(dismissalEndpoints.dismiss, { params: { id: person.id }, body: { toPersonId } });
    await refresh();
    showUndo({ text: t('people.dismissed', { name: person.name }), onUndo: () => takeBack(person) });
  };
  return { dismiss, takeBack };
}
