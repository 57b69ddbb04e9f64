import { useTranslation } from 'react-i18next';
import { type Person, peopleEndpoints } from '../../../../server/contracts/core/endpoints.js';
import { confirm, showError, showUndo } from '../../../ui/feedback.js';
import { call } from '../../api.js';
import { queryClient } from '../../query.js';
import { useProblemWords } from '../../words.js';

const refresh = () => queryClient.invalidateQueries({ queryKey: ['core.person'] });

/** Dismissing keeps the person's data and ends their sessions; both ways can be taken back. */
export function usePersonActions() {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const setStatus = async (person: Pick<Person, 'id'>, status: 'active' | 'dismissed'): Promise<boolean> => {
    try {
      await call(peopleEndpoints.change, { params: { id: person.id }, body: { status } });
      await refresh();
      return true;
    } catch (error) {
      showError({ text: words(error) });
      return false;
    }
  };
  const takeBack = (person: Pick<Person, 'id'>) => setStatus(person, 'active');
  const dismiss = async (person: Person): Promise<void> => {
    const yes = await confirm({
      title: t('people.dismissTitle', { name: person.name }),
      text: t('people.dismissText'),
      action: t('people.dismiss'),
      danger: true,
    });
    if (!yes || !(await setStatus(person, 'dismissed'))) return;
    showUndo({
      text: t('people.dismissed', { name: person.name }),
      onUndo: async () => {
        await takeBack(person);
      },
    });
  };
  return { dismiss, takeBack };
}
