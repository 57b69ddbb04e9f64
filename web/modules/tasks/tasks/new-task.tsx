import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import { type Task, task } from '../../../../server/contracts/tasks/records.js';
import { call } from '../../../core/api.js';
import { useSession } from '../../../core/session.js';
import { showNote } from '../../../ui/feedback.js';
import { pickDefs } from '../../../ui/fields/field-def.js';
import { RecordForm } from '../../../ui/fields/record-form.js';
import { toHtml } from '../../../ui/rich-text/plain-text.js';
import { useWork } from '../use-work.js';
import { useTaskDefs, whenUsed } from './use-task-defs.js';

const first = ['title', 'ownerId', 'deadlineAt'];
const rest = ['description', ...whenUsed];

interface NewTaskProps {
  onClose(): void;
  /** Values that it begins with, such as the project or what it is about. */
  initial?: Partial<Task>;
  /** Keeps what is typed here apart from what is typed elsewhere. */
  draftKey?: string;
}

/** A new task: title, who and when; the rest behind "More". */
export function NewTask({ onClose, initial, draftKey = 'tasks.task.new' }: NewTaskProps) {
  const { t } = useTranslation('tasks');
  const { person } = useSession();
  const work = useWork();
  const defs = useTaskDefs(task);
  const begin = useMemo(() => ({ ownerId: person.id, ...initial }), [person.id, initial]);
  return (
    <RecordForm
      opened
      title={t('task.new')}
      defs={pickDefs(defs, [...first, ...rest])}
      first={first}
      draftKey={draftKey}
      initial={begin}
      submitLabel={t('task.create')}
      onSubmit={async ({ description, ...values }) => {
        const body = { ...values, ...(typeof description === 'string' ? { description: toHtml(description) } : {}) };
        const made = await call(taskEndpoints.create, { body: body as never });
        await work(async () => undefined);
        onClose();
        showNote({ text: t('said.created', { title: made.title }), link: { label: t('said.open'), to: `/tasks/tasks/${made.id}` } });
      }}
      onClose={onClose}
    />
  );
}
