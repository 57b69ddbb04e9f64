import { useTranslation } from 'react-i18next';
import { Loaded } from '../loaded.js';
import { PageHead } from '../page-head.js';
import s from '../settings.module.css';
import { useJobs } from './data.js';
import { Queues } from './queues.js';
import { Scheduled } from './scheduled.js';

/** What the portal does by itself: when, what came of it, and doing it now. */
export default function JobsPage() {
  const { t } = useTranslation('core');
  const query = useJobs();
  return (
    <>
      <PageHead title={t('settings.jobs')} text={t('jobs.text')} />
      <Loaded query={query} rows={7}>
        {({ scheduled, queues }) => (
          <>
            <Scheduled jobs={scheduled} />
            <section className={s.section}>
              <h3>{t('jobs.queues')}</h3>
              <p>{t('jobs.queuesText')}</p>
              <Queues queues={queues} />
            </section>
          </>
        )}
      </Loaded>
    </>
  );
}
