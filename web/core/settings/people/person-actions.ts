import { useTranslation } from 'react-i18next';
import { dismissalEndpoints, type Person } from '../../../../server/contracts/core/people.js';
import { showUndo } from '../../../ui/feedback.js';
import { call } from '../../api.js';
import { queryClient } from '../../query.js';
import { useWorkThen } from '../../use-work.js';

const refresh = () => queryClient.invalidateQueries({ queryKey: ['core.person'] });

/** Dismissing keeps the person's data and ends their sessions; it can be taken back. */
export function usePersonActions() {
  const { t } = useTranslation('core');
  const work = useWorkThen(refresh);
  const back =
    ({ id }: Pick<Person, 'id'>) =>
    () =>
      call(dismissalEndpoints.takeBack, { params: { id } });
  /** @throws ApiProblem when it is refused. */
  const dismiss = async (person: Pick<Person, 'id' | 'name'>, toPersonId: number | null): Promise<void> => {
    await call(dismissalEndpoints.dismiss, { params: { id: person.id }, body: { toPersonId } });
    await refresh();
    showUndo({ text: t('people.dismissed', { name: person.name }), onUndo: () => work.undo(back(person)) });
  };
  return { dismiss, takeBack: (person: Pick<Person, 'id'>) => work(back(person)) };
}
