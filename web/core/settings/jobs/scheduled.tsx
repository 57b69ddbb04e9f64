import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type JobSchedule, jobEndpoints, type ScheduledJob } from '../../../../server/contracts/core/jobs.js';
import { Button, IconButton } from '../../../ui/button.js';
import { cx } from '../../../ui/cx.js';
import { Dialog } from '../../../ui/dialog.js';
import { showError } from '../../../ui/feedback.js';
import { Tag } from '../../../ui/tag.js';
import { useFormat, When } from '../../../ui/ui-context.js';
import { call } from '../../api.js';
import { useProblemWords } from '../../words.js';
import { Loaded } from '../loaded.js';
import s from '../settings.module.css';
import { Table } from '../table.js';
import { weekdayOf } from '../weekday.js';
import { refreshJobs, useRuns } from './data.js';
import j from './jobs.module.css';
import { RunState } from './run-state.js';

function useScheduleWords(): (schedule: JobSchedule) => string {
  const { t } = useTranslation('core');
  const { language, time } = useFormat();
  return (schedule) => {
    // As `<When>` beside it writes the hour.
    const at = 'at' in schedule ? t('ui:atTime', { time: time(schedule.at).replace(/^0/, ''), count: Number.parseInt(schedule.at, 10) }) : '';
    switch (schedule.kind) {
      case 'minutes':
        return t('jobs.every.minutes', { count: schedule.every });
      case 'hourly':
        return t('jobs.every.hour', { minute: String(schedule.minute).padStart(2, '0') });
      case 'daily':
        return t('jobs.every.day', { at });
      case 'weekly':
        return t('jobs.every.week', { at, weekday: weekdayOf(schedule.weekday, language) });
      case 'days': {
        const days = schedule.weekdays.map((weekday) => weekdayOf(weekday, language, 'short'));
        return t('jobs.every.days', { at, days: new Intl.ListFormat(language, { type: 'conjunction' }).format(days) });
      }
      case 'monthly':
        return t('jobs.every.month', { at, day: schedule.day });
      default:
        return schedule.expression;
    }
  };
}

function History({ job, onClose }: { job: ScheduledJob; onClose: () => void }) {
  const { t } = useTranslation('core');
  return (
    <Dialog opened title={t('jobs.historyOf', { job: job.title })} onClose={onClose}>
      <Loaded query={useRuns(job.kind)} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t('jobs.never')}</p>
          ) : (
            <ul className={cx(s.lines, j.runs)}>
              {items.map((run) => (
                <li key={run.id}>
                  <When at={run.beganAt} />
                  <div>
                    <RunState run={run} />
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Dialog>
  );
}

/** The jobs that run by themselves. */
export function Scheduled({ jobs }: { jobs: ScheduledJob[] }) {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const schedule = useScheduleWords();
  const [asked, setAsked] = useState<string | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const run = async (kind: string) => {
    setAsked(kind);
    try {
      await call(jobEndpoints.run, { params: { kind } });
    } catch (error) {
      showError({ text: words(error) });
    } finally {
      await refreshJobs();
      setAsked(null);
    }
  };
  const shown = jobs.find((job) => job.kind === open);
  return (
    <>
      <div className={`${s.card} ${s.plain}`}>
        <Table label={t('jobs.scheduled')} columns={['what', 'when', 'last', 'next'].map((key) => t(`jobs.${key}`))}>
          {jobs.map((job) => (
            <tr key={job.kind}>
              <td className={j.what}>
                <b>{job.title}</b>
                <small>{job.text}</small>
              </td>
              <td data-label={t('jobs.when')}>{schedule(job.schedule)}</td>
              <td data-label={t('jobs.last')}>
                {job.last ? (
                  <>
                    <When at={job.last.beganAt} /> <RunState run={job.last} />
                  </>
                ) : (
                  <span className={s.quiet}>{t('jobs.never')}</span>
                )}
              </td>
              <td data-label={t('jobs.next')}>
                {job.isRunning ? t('jobs.now') : <When at={job.nextAt} />}
                {!job.isRunning && job.failures > 0 && <Tag look="warn">{t('jobs.again', { count: job.failures })}</Tag>}
              </td>
              <td className={s.end}>
                <span className={j.actions}>
                  <Button
                    look="quiet"
                    icon={job.failures > 0 ? 'refresh' : 'play'}
                    busy={job.isRunning || asked === job.kind}
                    aria-label={t('jobs.runOne', { job: job.title })}
                    onClick={() => void run(job.kind)}
                  >
                    {t(job.failures > 0 ? 'jobs.tryNow' : 'jobs.run')}
                  </Button>
                  <IconButton icon="clock" label={t('jobs.historyOf', { job: job.title })} onClick={() => setOpen(job.kind)} />
                </span>
              </td>
            </tr>
          ))}
        </Table>
      </div>
      {shown && <History job={shown} onClose={() => setOpen(null)} />}
    </>
  );
}
