import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { bulkRunEndpoints } from '../../../../server/contracts/core/bulk.js';
import { Button } from '../../../ui/button.js';
import { Link } from '../../../ui/link.js';
import { ProgressLine } from '../../../ui/progress-line.js';
import { call } from '../../api.js';
import s from './bulk-progress.module.css';
import { leave, settle, useFollowedRuns } from './runs.js';

/** Milliseconds between two looks at how far it is. */
const pause = 700;

function Progress({ followed }: { followed: ReturnType<typeof useFollowedRuns>[number] }) {
  const { t } = useTranslation('core');
  const { run, words } = followed;
  useEffect(() => {
    const timer = setTimeout(async () => {
      try {
        settle(await call(bulkRunEndpoints.get, { params: { id: run.id } }), words);
      } catch {
        // Out of reach for a moment: asked again, with the run as it was.
        settle({ ...run }, words);
      }
    }, pause);
    return () => clearTimeout(timer);
  }, [run, words]);
  return (
    <ProgressLine
      title={t(run.action === 'undo' ? 'bulk.undoing' : 'bulk.running')}
      done={run.done}
      total={run.total}
      note={t('bulk.leave')}
      actions={
        <>
          <Link to={words.link(run).to}>{words.link(run).label}</Link>
          <Button small look="quiet" onClick={() => leave(run.id)}>
            {t('bulk.hide')}
          </Button>
        </>
      }
    />
  );
}

/** Stands once in the shell: what goes on behind the screens. */
export function BulkProgress() {
  const followed = useFollowedRuns();
  return followed.length === 0 ? null : (
    <div className={s.place} role="status">
      {followed.map((one) => (
        <Progress key={one.run.id} followed={one} />
      ))}
    </div>
  );
}
