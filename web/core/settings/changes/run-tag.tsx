import { useTranslation } from 'react-i18next';
import type { BulkRun } from '../../../../server/contracts/core/bulk.js';
import { Tag } from '../../../ui/tag.js';

/** How a run stands, where that is more than "done". */
export function RunTag({ run }: { run: BulkRun }) {
  const { t } = useTranslation('core');
  if (run.state === 'running') return <Tag look="accent">{t('changes.running')}</Tag>;
  if (run.state === 'failed') return <Tag look="bad">{t('changes.stopped')}</Tag>;
  return run.undoneBy === null ? null : <Tag>{t('changes.undone')}</Tag>;
}
