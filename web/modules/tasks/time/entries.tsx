import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type TimeEntry, timeEndpoints } from '../../../../server/contracts/tasks/time.js';
import { call } from '../../../core/api.js';
import { useOnlyLooks, useSession } from '../../../core/session.js';
import { IconButton } from '../../../ui/button.js';
import { Owner, ReferenceLink } from '../../../ui/cells.js';
import { clockDuration, durationOf } from '../../../ui/duration.js';
import { Icon } from '../../../ui/icon.js';
import { useFormat } from '../../../ui/ui-context.js';
import { EntryForm } from './entry-form.js';
import s from './time.module.css';
import { useLockedBefore, useRemoveEntry, useTimeWork } from './use-time.js';

function Entry({ entry, locked, withTask }: { entry: TimeEntry; locked: string | null; withTask: boolean }) {
  const { t } = useTranslation('tasks');
  const f = useFormat();
  const { person } = useSession();
  const looks = useOnlyLooks();
  const work = useTimeWork();
  const remove = useRemoveEntry();
  const [editing, setEditing] = useState(false);
  const time = durationOf(entry.minutes);
  const isLocked = locked !== null && entry.day < locked;
  if (editing) {
    return (
      <li>
        <EntryForm
          autoFocus
          initial={{ day: entry.day, time: clockDuration(entry.minutes), note: entry.note ?? '' }}
          label={t('time.edit', { time })}
          submitLabel={t('time.save')}
          onCancel={() => setEditing(false)}
          onSubmit={async (values) => {
            await call(timeEndpoints.change, { params: { id: entry.id }, body: { ...values, version: entry.version } });
            setEditing(false);
            await work(async () => undefined);
          }}
        />
      </li>
    );
  }
  return (
    <li className={s.entry}>
      <b>{time}</b>
      {withTask ? (
        <span className={s.entryTask}>{entry.taskTitle === null ? t('time.hiddenTask') : <ReferenceLink type="tasks.task" id={entry.taskId} />}</span>
      ) : (
        <span className={s.entryDay}>{f.day(entry.day)}</span>
      )}
      {entry.personId !== person.id && <Owner id={entry.personId} />}
      <span className={s.entryNote}>{entry.note}</span>
      {isLocked && (
        <span className={s.locked}>
          <Icon name="lock" size={16} />
          {t('time.lockedBefore', { day: f.dayFull(locked) })}
        </span>
      )}
      {entry.mayChange && !looks && (
        <span className={s.entryTools}>
          <IconButton small icon="edit" label={t('time.edit', { time })} onClick={() => setEditing(true)} />
          <IconButton small icon="trash" label={t('time.remove', { time })} onClick={() => void remove(entry)} />
        </span>
      )}
    </li>
  );
}

/** Entries one below the other; what is in a closed period says so. */
export function Entries({ items, withTask = false }: { items: readonly TimeEntry[] /** Of several tasks on one day. */; withTask?: boolean }) {
  const locked = useLockedBefore();
  return (
    <ul className={s.entries}>
      {items.map((entry) => (
        <Entry key={entry.id} entry={entry} locked={locked} withTask={withTask} />
      ))}
    </ul>
  );
}
