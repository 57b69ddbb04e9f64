import { useTranslation } from 'react-i18next';
import type { JobRun } from '../../../../server/contracts/core/jobs.js';
import { Tag, type TagLook } from '../../../ui/tag.js';
import { useFormat } from '../../../ui/ui-context.js';
import j from './jobs.module.css';

const looks: Record<JobRun['state'], TagLook> = { running: 'accent', done: 'ok', failed: 'bad', broken: 'warn' };

/** How a run went: its state, how long it took, what came of it or why it failed, and where the log tells more. */
export function RunState({ run }: { run: JobRun }) {
  const { t } = useTranslation('core');
  const f = useFormat();
  const ms = run.endedAt === null || run.state === 'broken' ? null : Date.parse(run.endedAt) - Date.parse(run.beganAt);
  return (
    <>
      <Tag look={looks[run.state]}>{t(`jobs.state.${run.state}`)}</Tag>{' '}
      {ms !== null && (
        <span className={j.took}>{ms < 1000 ? t('jobs.ms', { ms: f.number(ms) }) : t('jobs.seconds', { seconds: f.number(Math.round(ms / 100) / 10) })}</span>
      )}
      {run.result !== null && <small>{run.result}</small>}
      {run.error !== null && (
        <small className={j.error}>
          {run.error} <span className={j.log}>{t('jobs.inLog', { id: run.id })}</span>
        </small>
      )}
    </>
  );
}
