import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddressQuery } from '../../../core/navigation.js';
import { useMay } from '../../../core/session.js';
import { useHeading } from '../../../core/shell/heading.js';
import { Button } from '../../../ui/button.js';
import { PageBar } from '../../../ui/page-bar.js';
import { TaskSections } from '../section-nav.js';
import { LockDialog } from './lock-dialog.js';
import { Report } from './report.js';
import s from './time.module.css';
import { useLockedBefore } from './use-time.js';
import { Week } from './week.js';

/** Working time: one's own week to fill in, and reports of all that one may see. */
export default function TimePage() {
  const { t } = useTranslation('tasks');
  const may = useMay();
  const [query, setQuery] = useAddressQuery();
  const [locking, setLocking] = useState(false);
  const locked = useLockedBefore();
  useHeading(t('time.title'));
  const isReport = query.view === 'report';
  return (
    <div className={s.page}>
      <TaskSections current="/tasks/time" />
      <PageBar
        views={[
          { id: 'week', label: t('time.week.title') },
          { id: 'report', label: t('time.report.title') },
        ]}
        view={isReport ? 'report' : 'week'}
        onView={(view) => setQuery({ view: view === 'report' ? view : undefined })}
        tools={
          may('tasks.time.lock') && (
            <Button look="quiet" icon="lock" onClick={() => setLocking(true)}>
              {t('time.lock.title')}
            </Button>
          )
        }
      />
      <div className={s.scroll}>{isReport ? <Report /> : <Week />}</div>
      {locking && <LockDialog before={locked} onClose={() => setLocking(false)} />}
    </div>
  );
}
