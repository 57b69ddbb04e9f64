import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FailedJob, type JobQueue, jobEndpoints } from '../../../../server/contracts/core/jobs.js';
import { Button } from '../../../ui/button.js';
import { showError } from '../../../ui/feedback.js';
import { Tag } from '../../../ui/tag.js';
import { useFormat, When } from '../../../ui/ui-context.js';
import { call } from '../../api.js';
import { useProblemWords } from '../../words.js';
import s from '../settings.module.css';
import { Table } from '../table.js';
import { refreshJobs } from './data.js';
import j from './jobs.module.css';

function Failures({ queue, act }: { queue: JobQueue; act: (work: () => Promise<unknown>) => Promise<void> }) {
  const { t } = useTranslation('core');
  const one = ({ id, canRetry }: FailedJob) => (canRetry ? call(jobEndpoints.retry, { params: { id } }) : call(jobEndpoints.forget, { params: { id } }));
  return (
    <ul className={j.failures} aria-label={t('jobs.failedOf', { queue: queue.title })}>
      {queue.failures.map((job) => (
        <li key={job.id}>
          <p className={j.error}>
            {job.error} <span className={j.log}>{t('jobs.inLog', { id: job.id })}</span>
          </p>
          <Button look="quiet" icon={job.canRetry ? 'refresh' : 'x'} onClick={() => void act(() => one(job))}>
            {t(job.canRetry ? 'jobs.retry' : 'jobs.putAway')}
          </Button>
        </li>
      ))}
      {queue.failed > queue.failures.length && <li>{t('jobs.moreFailed', { count: queue.failed - queue.failures.length })}</li>}
    </ul>
  );
}

/** Work that is done once, at its time. */
export function Queues({ queues }: { queues: JobQueue[] }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const words = useProblemWords();
  const [open, setOpen] = useState<string | null>(null);
  const act = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      showError({ text: words(error) });
    }
    await refreshJobs();
  };
  const shown = queues.find((queue) => queue.kind === open);
  if (queues.length === 0) return <p className={`${s.card} ${j.empty}`}>{t('jobs.nothingQueued')}</p>;
  return (
    <div className={`${s.card} ${s.plain}`}>
      <Table label={t('jobs.queues')} columns={['work', 'waiting', 'planned', 'failed'].map((key) => t(`jobs.${key}`))}>
        {queues.map((queue) => (
          <tr key={queue.kind}>
            <td>{queue.title}</td>
            <td className={j.number} data-label={t('jobs.waiting')}>
              {f.number(queue.waiting)}
            </td>
            <td className={j.number} data-label={t('jobs.planned')}>
              {f.number(queue.planned)}
              {queue.nextAt && queue.waiting === 0 && (
                <small>
                  {t('jobs.nextAt')} <When at={queue.nextAt} />
                </small>
              )}
            </td>
            <td className={j.number} data-label={t('jobs.failed')}>
              {queue.failed > 0 ? <Tag look="bad">{f.number(queue.failed)}</Tag> : f.number(0)}
            </td>
            <td className={s.end}>
              {queue.failed > 0 && (
                <span className={j.actions}>
                  {queue.failures.some(({ canRetry }) => canRetry) && (
                    <Button
                      look="quiet"
                      icon="refresh"
                      aria-label={t('jobs.retryAllOf', { queue: queue.title })}
                      onClick={() => void act(() => call(jobEndpoints.retryAll, { params: { kind: queue.kind } }))}
                    >
                      {t('jobs.retryAll')}
                    </Button>
                  )}
                  <Button
                    look="quiet"
                    icon={open === queue.kind ? 'up' : 'down'}
                    aria-expanded={open === queue.kind}
                    onClick={() => setOpen(open === queue.kind ? null : queue.kind)}
                  >
                    {t('jobs.why')}
                  </Button>
                </span>
              )}
            </td>
          </tr>
        ))}
      </Table>
      {shown && shown.failed > 0 && <Failures queue={shown} act={act} />}
    </div>
  );
}
