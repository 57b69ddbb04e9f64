import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkRequest } from '../../../../server/contracts/core/bulk.js';
import type { Stage } from '../../../../server/contracts/crm/records.js';
import { BulkDialog } from '../../../core/records/bulk/bulk-dialog.js';
import { BulkChoice } from '../../../core/records/bulk/bulk-field.js';
import type { ChangeDialogProps } from '../../../core/records/bulk/change-dialogs.js';
import { useLostReasons } from '../dictionaries.js';

/** Moves many records to one stage; where that means lost, the reason is asked once for all. */
export function MoveDialog({ endpoint, target, stages, ...rest }: ChangeDialogProps & { stages: readonly Stage[] }) {
  const { t } = useTranslation('crm');
  const reasons = useLostReasons();
  const [stageId, setStageId] = useState<number | null>(null);
  const [reasonId, setReasonId] = useState<number | null>(null);
  const isLost = stages.find(({ id }) => id === stageId)?.semantic === 'lost';
  const request: BulkRequest | null =
    stageId === null || (isLost && reasonId === null)
      ? null
      : { action: 'move', ...target, stageId, ...(isLost && reasonId !== null ? { lostReasonId: reasonId } : {}) };
  return (
    <BulkDialog title={t('bulk.moveTitle')} action={t('bulk.move')} endpoint={endpoint} request={request} {...rest}>
      <BulkChoice<number>
        label={t('field.stageId')}
        value={stageId}
        options={stages.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={setStageId}
      />
      {isLost && (
        <BulkChoice<number>
          label={t('lost.reason')}
          value={reasonId}
          options={reasons.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setReasonId}
        />
      )}
    </BulkDialog>
  );
}
