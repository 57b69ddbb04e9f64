import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkEndpoint } from '../../../core/records/bulk/bulk-dialog.js';
import { Button } from '../../../ui/button.js';
import { PlanDialog } from './plan-dialog.js';

/** Plans a next step for all that a list finds. */
export function PlanAll({ endpoint, query, count }: { endpoint: BulkEndpoint; query: Record<string, string>; count: number }) {
  const { t } = useTranslation('crm');
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <>
      <Button small look="quiet" icon="cal" onClick={() => setAsking(true)}>
        {t('bulk.planAll', { count })}
      </Button>
      {asking && <PlanDialog endpoint={endpoint} target={{ query }} count={count} onDone={close} onClose={close} />}
    </>
  );
}
