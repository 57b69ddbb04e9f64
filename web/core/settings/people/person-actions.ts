import { useTranslation } from 'react-i18next';
import { dismissalEndpoints, type Person } from '../../../../server/contracts/core/people.js';
import { closeToast, showNote, showUndo } from '../../../ui/feedback.js';
import { call } from '../../api.js';
import { queryClient } from '../../query.js';
import { useWorkThen } from '../../use-work.js';

const refresh = () => queryClient.invalidateQueries({ queryKey: ['core.person'] });
/** The toasts that offer to take a dismissal back, by person. */
const told = new Map<number, number>();

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
    told.set(person.id, showUndo({ text: t('people.dismissed', { name: person.name }), onUndo: () => work.undo(back(person)) }));
  };
  const takeBack = async (person: Pick<Person, 'id' | 'name'>): Promise<void> => {
    let returning = 0;
    const isBack = await work(async () => {
      ({ returning } = await back(person)());
    });
    if (!isBack) return;
    const dismissed = told.get(person.id);
    if (dismissed !== undefined) closeToast(dismissed);
    showNote({ text: returning > 0 ? t('people.returnedWith', { name: person.name, count: returning }) : t('people.returned', { name: person.name }) });
  };
  return { dismiss, takeBack };
}
