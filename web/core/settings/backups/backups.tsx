import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { backupEndpoints } from '../../../../server/contracts/core/backups.js';
import { Button } from '../../../ui/button.js';
import { showError } from '../../../ui/feedback.js';
import { call } from '../../api.js';
import { useRouteParams } from '../../navigation.js';
import { useProblemWords } from '../../words.js';
import { Loaded } from '../loaded.js';
import { PageHead } from '../page-head.js';
import s from '../settings.module.css';
import { refreshBackups, useBackups } from './data.js';
import { Health } from './health.js';
import { InsidePage } from './inside/inside.js';
import { PlanForm } from './plan-form.js';
import { Sets } from './sets.js';

type Task = 'backup' | 'rehearsal';

/** What there is to go back to, whether it was proven, and the plan by which it is made. */
function Overview() {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  const query = useBackups();
  const [asked, setAsked] = useState<Task | null>(null);
  const run = async (task: Task) => {
    setAsked(task);
    try {
      await call(task === 'backup' ? backupEndpoints.now : backupEndpoints.rehearse);
    } catch (error) {
      showError({ text: words(error) });
    } finally {
      await refreshBackups();
      setAsked(null);
    }
  };
  const isBusy = (task: Task) => asked === task || query.data?.running === task;
  return (
    <>
      <PageHead title={t('settings.backups')} text={t('backups.text')}>
        <Button icon="shield" busy={isBusy('rehearsal')} disabled={query.data?.items.length === 0} onClick={() => void run('rehearsal')}>
          {t('backups.rehearse')}
        </Button>
        <Button look="primary" icon="disk" busy={isBusy('backup')} onClick={() => void run('backup')}>
          {t('backups.now')}
        </Button>
      </PageHead>
      <Loaded query={query} rows={7}>
        {(backups) => (
          <>
            <Health backups={backups} />
            <section className={s.section}>
              <h3>{t('backups.list')}</h3>
              <Sets backups={backups} />
            </section>
            <section className={s.section}>
              <h3>{t('backups.plan')}</h3>
              <PlanForm backups={backups} />
            </section>
          </>
        )}
      </Loaded>
    </>
  );
}

/** The backups, and one of them opened at its own address. */
export default function BackupsPage() {
  const { id } = useRouteParams();
  return id === undefined ? <Overview /> : <InsidePage key={id} id={id} />;
}
