import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import { type Task, task } from '../../../../server/contracts/tasks/records.js';
import { recurrenceEndpoints } from '../../../../server/contracts/tasks/recurrence.js';
import { call } from '../../../core/api.js';
import { sendOrWait } from '../../../core/offline/outbox.js';
import { useSession } from '../../../core/session.js';
import { Button } from '../../../ui/button.js';
import { keepDraft } from '../../../ui/draft/draft-store.js';
import { useDraft } from '../../../ui/draft/use-draft.js';
import { showNote } from '../../../ui/feedback.js';
import { pickDefs } from '../../../ui/fields/field-def.js';
import { RecordForm } from '../../../ui/fields/record-form.js';
import { linkTo, toHtml } from '../../../ui/rich-text/plain-text.js';
import { AboutLine } from '../about/about-line.js';
import { draftOf, faultsOf, noRepeat, type RepeatChoice, repeatDraft } from '../repeat/choice.js';
import { RepeatFields } from '../repeat/repeat-fields.js';
import { useDayOf } from '../repeat/use-repeat.js';
import { FromTemplate } from '../templates/from-template.js';
import { touched, useWork } from '../use-work.js';
import { QuickChips } from './quick-chips.js';
import { useQuickEntry } from './use-quick-entry.js';
import { useTaskDefs, whenUsed } from './use-task-defs.js';

const first = ['title', 'ownerId', 'deadlineAt'];
const rest = ['description', ...whenUsed];

interface NewTaskProps {
  onClose(): void;
  /** Values that it begins with, such as the project or what it is about. */
  initial?: Partial<Task>;
  /** Where it comes from: a link that is put below its description. */
  source?: { words: string; link: string } | undefined;
  /** Keeps what is typed here apart from what is typed elsewhere. */
  draftKey?: string;
}

/** What a new task of a project begins with, and where what is typed for it is kept. */
export const newInProject = (projectId: number): Pick<NewTaskProps, 'initial' | 'draftKey'> => ({
  initial: { projectId },
  draftKey: `tasks.task.new.project-${projectId}`,
});

/** A new task, written in one line if one likes: title, who and when are understood in it and shown; the rest stands behind "More". */
export function NewTask({ onClose, initial, source, draftKey = 'tasks.task.new' }: NewTaskProps) {
  const { t } = useTranslation('tasks');
  const { person } = useSession();
  const work = useWork();
  const defs = useTaskDefs(task);
  const begin = useMemo(() => ({ ownerId: person.id, ...initial }), [person.id, initial]);
  const [line, setLine] = useState(initial?.title ?? '');
  const [ignored, setIgnored] = useState<readonly string[]>([]);
  const [fromTemplate, setFromTemplate] = useState(false);
  const quick = useQuickEntry(line, ignored);
  const repeat = useDraft<RepeatChoice>(`${draftKey}.repeat`, noRepeat);
  const [deadlineAt, setDeadline] = useState<string | null>(initial?.deadlineAt ?? null);
  const emptied = useRef<unknown>(undefined);
  const dayOfTask = useDayOf();
  const startOn = dayOfTask(deadlineAt ?? quick.deadlineAt);
  /** What the fields say has the last word over what the line says. */
  const merged = ({ description, ...values }: Partial<Task>): Partial<Task> => {
    const [named, ...others] = quick.personIds;
    // Left as it was when the form opened, the responsible is nobody's choice yet.
    const isFree = (values.ownerId ?? null) === (begin.ownerId ?? null);
    const helpers = [...(values.helperIds ?? []), ...(isFree ? others : quick.personIds)];
    const tags = [...new Set([...(values.tags ?? []), ...quick.tags])];
    return {
      ...(quick.priority === null ? {} : { priority: quick.priority }),
      ...(quick.projectId === null ? {} : { projectId: quick.projectId }),
      ...(quick.deadlineAt === null ? {} : { deadlineAt: quick.deadlineAt }),
      ...values,
      title: quick.title,
      ...(named !== undefined && isFree ? { ownerId: named } : {}),
      ...(helpers.length > 0 ? { helperIds: [...new Set(helpers)] } : {}),
      ...(tags.length > 0 ? { tags } : {}),
      ...(typeof description === 'string' || source ? { description: `${toHtml(description ?? '')}${source ? linkTo(source) : ''}` } : {}),
    };
  };
  if (fromTemplate) return <FromTemplate place={initial} onClose={onClose} />;
  return (
    <RecordForm
      opened
      title={t('task.new')}
      defs={pickDefs(defs, [...first, ...rest]).map((def) => (def.name === 'title' ? { ...def, help: t('quick.help') } : def))}
      first={first}
      draftKey={draftKey}
      initial={begin}
      suggested={{ deadlineAt: deadlineAt === null ? quick.deadlineAt : null, ownerId: quick.personIds[0] ?? null }}
      submitLabel={t('task.create')}
      onValues={(values) => {
        setLine(typeof values.title === 'string' ? values.title : '');
        setDeadline(typeof values.deadlineAt === 'string' ? values.deadlineAt : null);
        // Emptied, the field takes what was understood for plain words.
        if (values.deadlineAt === null && emptied.current !== null)
          setIgnored([...ignored, ...quick.chips.flatMap(({ kind, text }) => (kind === 'deadline' ? [text] : []))]);
        emptied.current = values.deadlineAt;
      }}
      notes={{ title: <QuickChips chips={quick.chips} deadlineAt={deadlineAt ?? quick.deadlineAt} onIgnore={(texts) => setIgnored([...ignored, ...texts])} /> }}
      onSubmit={async (values) => {
        if (quick.title === '') throw Object.assign(new Error(t('quick.noTitle')), { problem: { errors: [{ path: 'title', message: t('quick.noTitle') }] } });
        const [fault] = Object.values(faultsOf(repeat.value));
        if (fault !== undefined) throw new Error(t(fault));
        const body = merged(values as Partial<Task>);
        const day = dayOfTask(body.deadlineAt ?? null);
        const rule = draftOf(repeat.value, day);
        const finish = (made: Task | null) => {
          repeat.clear();
          onClose();
          if (made) showNote({ text: t('said.created', { title: made.title }), link: { label: t('said.open'), to: `/tasks/tasks/${made.id}` } });
        };
        if (!rule) {
          const what = [t('task.one'), quick.title].join(' · ');
          const made = await sendOrWait(taskEndpoints.create, { body: body as never }, { what, types: touched });
          if (made) await work(async () => undefined);
          return finish(made);
        }
        // Nothing is made of what would be refused. What repeats does not wait for the network: its rule belongs to a task that is there.
        await call(recurrenceEndpoints.preview, { body: { ...rule, startOn: day } });
        const made = await call(taskEndpoints.create, { body: body as never });
        const again = draftOf(repeat.value, dayOfTask(made.deadlineAt));
        // The task is there by now: what is wrong with its repetition is said, and mended on the task, where the choice waits.
        const repeats = await work(async () => again && call(recurrenceEndpoints.set, { params: { id: made.id }, body: again }));
        if (!repeats) keepDraft(repeatDraft(made.id), { value: repeat.value, at: new Date().toISOString() });
        finish(made);
      }}
      onClose={onClose}
    >
      {initial?.aboutType && initial.aboutId && <AboutLine type={initial.aboutType} id={initial.aboutId} />}
      <RepeatFields mayBeNone value={repeat.value} onChange={repeat.set} startOn={startOn} />
      <div>
        <Button look="quiet" small onClick={() => setFromTemplate(true)}>
          {t('template.from')}
        </Button>
      </div>
    </RecordForm>
  );
}
