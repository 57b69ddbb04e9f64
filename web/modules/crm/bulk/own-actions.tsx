import { useTranslation } from 'react-i18next';
import type { Stage } from '../../../../server/contracts/crm/records.js';
import type { OwnAction } from '../../../core/records/bulk/bulk-actions.js';
import type { ChangeDialogProps } from '../../../core/records/bulk/change-dialogs.js';
import { useMay } from '../../../core/session.js';
import { MergeClients } from '../merging/merge-clients.js';
import { type CrmKind, type CrmRecord, typeOf } from '../records/crm-kind.js';
import { MoveDialog } from './move-dialog.js';
import { PlanDialog } from './plan-dialog.js';

/** What is done with many records of a kind that has stages, and with two that can be merged; with others, nothing of their own. */
export function useOwnActions<T extends CrmRecord>(kind: CrmKind<T>, stages: readonly Stage[]): OwnAction[] {
  const { t } = useTranslation('crm');
  const may = useMay();
  if (kind.endpoints.merge && may(`${typeOf(kind)}.delete`))
    return [
      {
        id: 'merge',
        label: t('merge.two'),
        icon: 'merge',
        exactly: 2,
        drawDialog: ({ target, onDone, onClose }) => <MergeClients kind={kind} ids={target.ids ?? []} onDone={onDone} onClose={onClose} />,
      },
    ];
  if (!kind.endpoints.move) return [];
  return [
    { id: 'move', label: t('bulk.move'), icon: 'arrow', drawDialog: (props) => <MoveDialog {...props} stages={stages} /> },
    ...(may('crm.activity.create')
      ? [{ id: 'plan', label: t('bulk.plan'), icon: 'cal' as const, drawDialog: (props: ChangeDialogProps) => <PlanDialog {...props} /> }]
      : []),
  ];
}
