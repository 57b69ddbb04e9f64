import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddressQuery, useGo, useRouteParams } from '../../../core/navigation.js';
import { useMay } from '../../../core/session.js';
import { TaskSections } from '../section-nav.js';
import { TaskScreen } from '../views/task-screen.js';
import { NewTask } from './new-task.js';

/** All tasks that one may see, however they are shown. */
export default function TasksPage() {
  const { t } = useTranslation('tasks');
  const may = useMay();
  const go = useGo();
  const { id } = useRouteParams();
  const [query, setQuery] = useAddressQuery();
  const [creating, setCreating] = useState(false);
  // The address opens the form and then forgets it: a reload or the way back shows the list.
  const asked = query.new !== undefined;
  useEffect(() => {
    if (!asked) return;
    setCreating(true);
    setQuery({ ...query, new: undefined });
  }, [asked, query, setQuery]);
  return (
    <>
      <TaskScreen
        nav={<TaskSections current="/tasks/tasks" />}
        openId={id ? Number(id) : null}
        segments={['list', 'deadlines', 'plan', 'calendar', 'gantt']}
        view="list"
        second={may('tasks.task.import') ? { label: t('import.from'), icon: 'upload', onClick: () => go('/tasks/import?kind=tasks') } : undefined}
        begin={may('tasks.task.create') ? { label: t('task.new'), icon: 'plus', onClick: () => setCreating(true) } : undefined}
      />
      {creating && <NewTask onClose={() => setCreating(false)} />}
    </>
  );
}
