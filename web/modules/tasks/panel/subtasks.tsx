import { type FormEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { call } from '../../../core/api.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { useMay } from '../../../core/session.js';
import { Button } from '../../../ui/button.js';
import { useDraft } from '../../../ui/draft/use-draft.js';
import pieces from '../../../ui/pieces.module.css';
import { TaskLine } from '../tasks/task-line.js';
import lines from '../tasks/tasks.module.css';
import { useWork } from '../use-work.js';
import s from './panel.module.css';

/** The tasks that a task is made of, and a line to add one more. */
export function Subtasks({ task, begins }: { task: Task; begins: boolean }) {
  const { t } = useTranslation('tasks');
  const id = useId();
  const may = useMay();
  const work = useWork();
  const draft = useDraft(`tasks.task.${task.id}.subtask`, '');
  const list = useRecordList<Task>('tasks.task', taskEndpoints.list, { parentId: task.id, sort: 'createdAt' }, (task.subtaskCount ?? 0) > 0);
  if ((task.subtaskCount ?? 0) === 0 && !begins) return null;
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const title = draft.value.trim();
    if (title === '') return;
    const { projectId, aboutType, aboutId } = task;
    const body = { title, parentId: task.id, ...(projectId === null ? {} : { projectId }), ...(aboutId === null ? {} : { aboutType, aboutId }) };
    if (await work(() => call(taskEndpoints.create, { body: body as never }))) draft.clear();
  };
  return (
    <section className={s.block} aria-labelledby={id}>
      <h3 id={id}>
        {t('subtasks.title')}
        {(task.subtaskCount ?? 0) > 0 && (
          <span>
            {task.subtaskDoneCount}/{task.subtaskCount}
          </span>
        )}
      </h3>
      <ul className={lines.lines} data-lines="">
        {list.items.map((each) => (
          <TaskLine key={each.id} task={each} to={`/tasks/tasks/${each.id}`} hide={['project', 'about', 'parent']} />
        ))}
      </ul>
      {may('tasks.task.create') && (
        <form className={s.addLine} onSubmit={(event) => void add(event)}>
          <input
            className={pieces.input}
            aria-label={t('subtasks.new')}
            placeholder={t('subtasks.new')}
            maxLength={250}
            // biome-ignore lint/a11y/noAutofocus: the person has just asked for it
            autoFocus={begins}
            value={draft.value}
            onChange={(event) => draft.set(event.target.value)}
          />
          <Button type="submit">{t('subtasks.add')}</Button>
        </form>
      )}
    </section>
  );
}
