import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { sendOrWait } from '../../../core/offline/outbox.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { useMay } from '../../../core/session.js';
import { Button } from '../../../ui/button.js';
import { useDraft } from '../../../ui/draft/use-draft.js';
import pieces from '../../../ui/pieces.module.css';
import { QuickChips } from '../tasks/quick-chips.js';
import { TaskLine } from '../tasks/task-line.js';
import lines from '../tasks/tasks.module.css';
import { useQuickEntry } from '../tasks/use-quick-entry.js';
import { touched, useWork } from '../use-work.js';
import s from './panel.module.css';

/** The tasks that a task is made of, and a line to add one more. */
export function Subtasks({ task, begins }: { task: Task; begins: boolean }) {
  const { t } = useTranslation('tasks');
  const id = useId();
  const may = useMay();
  const work = useWork();
  const draft = useDraft(`tasks.task.${task.id}.subtask`, '');
  const [ignored, setIgnored] = useState<readonly string[]>([]);
  const quick = useQuickEntry(draft.value, ignored);
  const list = useRecordList<Task>('tasks.task', taskEndpoints.list, { parentId: task.id, sort: 'createdAt' }, (task.subtaskCount ?? 0) > 0);
  if ((task.subtaskCount ?? 0) === 0 && !begins) return null;
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const { title, priority, tags, personIds, deadlineAt } = quick;
    if (title === '') return;
    const { aboutType, aboutId } = task;
    const projectId = quick.projectId ?? task.projectId;
    const [ownerId, ...helperIds] = personIds;
    const body = {
      title,
      parentId: task.id,
      ...(projectId === null ? {} : { projectId }),
      ...(aboutId === null ? {} : { aboutType, aboutId }),
      ...(priority === null ? {} : { priority }),
      ...(deadlineAt === null ? {} : { deadlineAt }),
      ...(ownerId === undefined ? {} : { ownerId }),
      ...(helperIds.length > 0 ? { helperIds } : {}),
      ...(tags.length > 0 ? { tags } : {}),
    };
    const what = [t('task.one'), title].join(' · ');
    if (!(await work(() => sendOrWait(taskEndpoints.create, { body: body as never }, { what, types: touched })))) return;
    draft.clear();
    setIgnored([]);
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
      {quick.chips.length > 0 && <QuickChips chips={quick.chips} deadlineAt={quick.deadlineAt} onIgnore={(texts) => setIgnored([...ignored, ...texts])} />}
    </section>
  );
}
