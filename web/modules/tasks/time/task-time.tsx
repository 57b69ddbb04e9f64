import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../../server/contracts/tasks/records.js';
import { timeEndpoints } from '../../../../server/contracts/tasks/time.js';
import { sendOrWait } from '../../../core/offline/outbox.js';
import { Button } from '../../../ui/button.js';
import { durationOf } from '../../../ui/duration.js';
import { dayOf } from '../../../ui/format.js';
import { useFormat } from '../../../ui/ui-context.js';
import p from '../panel/panel.module.css';
import { touched } from '../use-work.js';
import { Entries } from './entries.js';
import { EntryForm } from './entry-form.js';
import s from './time.module.css';
import { useEntries, useTimeWork } from './use-time.js';

const few = 5;

/** The time that went into a task: its sum beside the estimate, who worked when, and a line to add some. */
export function TaskTime({ task, mayTrack, begins }: { task: Task; mayTrack: boolean; begins: boolean }) {
  const { t } = useTranslation('tasks');
  const id = useId();
  const f = useFormat();
  const work = useTimeWork();
  const { data } = useEntries({ taskId: task.id });
  const [all, setAll] = useState(false);
  const [adding, setAdding] = useState(false);
  const [times, setTimes] = useState(0);
  const spent = data?.minutes ?? 0;
  const items = data?.items ?? [];
  if (spent === 0 && !begins) return null;
  const estimate = task.estimateMinutes;
  const isOver = estimate !== null && spent > estimate;
  return (
    <section className={p.block} aria-labelledby={id}>
      <h3 id={id}>
        {t('time.title')}
        <span className={isOver ? s.over : undefined}>
          {estimate === null ? durationOf(spent) : t('time.ofEstimate', { spent: durationOf(spent), estimate: durationOf(estimate) })}
        </span>
      </h3>
      <Entries items={all ? items : items.slice(0, few)} />
      <div className={s.blockFoot}>
        {mayTrack && !adding && !begins && (
          <Button small look="quiet" icon="plus" onClick={() => setAdding(true)}>
            {t('time.add')}
          </Button>
        )}
        {items.length > few && !all && (
          <Button small look="quiet" onClick={() => setAll(true)}>
            {t('time.showAll', { count: items.length })}
          </Button>
        )}
      </div>
      {mayTrack && (adding || begins) && (
        <EntryForm
          key={times}
          autoFocus
          initial={{ day: dayOf(new Date(), f.timeZone), time: '', note: '' }}
          label={t('time.add')}
          submitLabel={t('time.addEntry')}
          onSubmit={async (values) => {
            const what = [t('time.title'), task.title].join(' · ');
            await sendOrWait(timeEndpoints.create, { body: { ...values, taskId: task.id } }, { what, types: ['tasks.time', ...touched] });
            await work(async () => undefined);
            setTimes(times + 1);
          }}
          {...(adding ? { onCancel: () => setAdding(false) } : {})}
        />
      )}
    </section>
  );
}
