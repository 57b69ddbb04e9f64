import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkRequest } from '../../../../server/contracts/core/bulk.js';
import type { Stage } from '../../../../server/contracts/crm/records.js';
import { AssignDialog, ChangeFieldDialog, DeleteDialog } from '../../../core/records/bulk/change-dialogs.js';
import { useMay } from '../../../core/session.js';
import type { Action } from '../../../ui/action-menu.js';
import type { FieldDef } from '../../../ui/fields/field-def.js';
import { BulkBar } from '../../../ui/list/bulk-bar.js';
import { type CrmKind, type CrmRecord, typeOf } from '../records/crm-kind.js';
import { MoveDialog } from './move-dialog.js';

/** As many ids as a list takes in its address. */
const mostByHand = 500;

interface BulkActionsProps<T extends CrmRecord> {
  kind: CrmKind<T>;
  stages: readonly Stage[];
  defs: readonly FieldDef[];
  selected: ReadonlySet<number>;
  /** All that the list finds are meant, not only those that are ticked. */
  isAll: boolean;
  total: number;
  /** What the list finds, for "all". */
  query: Record<string, string>;
  /** Fetches what a query finds as a file; undefined for whoever may not. */
  onExport: ((query: Record<string, string>) => void) | undefined;
  onAll(): void;
  onClear(): void;
}

/** What can be done with the chosen records, and the dialogs that ask before it is done. */
export function BulkActions<T extends CrmRecord>({ kind, stages, defs, selected, isAll, total, query, onExport, onAll, onClear }: BulkActionsProps<T>) {
  const { t } = useTranslation('crm');
  const may = useMay();
  const type = typeOf(kind);
  const [asking, setAsking] = useState<'assign' | 'move' | 'change' | 'delete' | null>(null);
  const { owner, stage } = kind.declaration;
  const ownerDef = defs.find(({ name }) => name === owner);
  const changeable = defs.filter(({ name, field }) => field.filterable && !field.readOnly && !field.createOnly && name !== owner && name !== stage);
  const mayChange = may(`${type}.change`);
  const actions: Action[] = [
    ...(mayChange && kind.endpoints.move ? [{ id: 'move', label: t('bulk.move'), icon: 'arrow' as const, onSelect: () => setAsking('move') }] : []),
    ...(mayChange && ownerDef ? [{ id: 'assign', label: t('bulk.assign'), icon: 'user' as const, onSelect: () => setAsking('assign') }] : []),
    ...(mayChange && changeable.length > 0 ? [{ id: 'change', label: t('bulk.change'), icon: 'edit' as const, onSelect: () => setAsking('change') }] : []),
    ...(onExport && (isAll || selected.size <= mostByHand)
      ? [{ id: 'export', label: t('export.action'), icon: 'download' as const, onSelect: () => onExport(isAll ? query : { 'id.in': [...selected].join(',') }) }]
      : []),
    ...(may(`${type}.delete`) ? [{ id: 'delete', label: t('delete.action'), icon: 'trash' as const, danger: true, onSelect: () => setAsking('delete') }] : []),
  ];
  const target: Pick<BulkRequest, 'ids' | 'query'> = isAll ? { query } : { ids: [...selected] };
  const shared = {
    endpoint: kind.endpoints.bulk,
    target,
    onDone: () => {
      setAsking(null);
      onClear();
    },
    onClose: () => setAsking(null),
  };
  const count = isAll ? total : selected.size;
  return (
    <>
      <BulkBar count={count} {...(!isAll && selected.size < total ? { all: { total, onSelect: onAll } } : {})} actions={actions} onClear={onClear} />
      {asking === 'assign' && ownerDef && <AssignDialog {...shared} def={ownerDef} />}
      {asking === 'move' && <MoveDialog {...shared} stages={stages} />}
      {asking === 'change' && <ChangeFieldDialog {...shared} defs={changeable} />}
      {asking === 'delete' && <DeleteDialog {...shared} type={type} title={t(`${kind.name}.deleteMany`, { count })} />}
    </>
  );
}
