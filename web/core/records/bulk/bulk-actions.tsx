import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkRequest } from '../../../../server/contracts/core/bulk.js';
import type { RecordDeclaration } from '../../../../server/contracts/core/fields.js';
import type { Action } from '../../../ui/action-menu.js';
import type { FieldDef } from '../../../ui/fields/field-def.js';
import type { IconName } from '../../../ui/icon.js';
import { BulkBar } from '../../../ui/list/bulk-bar.js';
import { useMay } from '../../session.js';
import { type ExportFormat, exportFormats } from '../export-list.js';
import type { BulkEndpoint } from './bulk-dialog.js';
import { AssignDialog, type ChangeDialogProps, ChangeFieldDialog, DeleteDialog } from './change-dialogs.js';
import type { Choice } from './use-choice.js';

/** As many ids as a list takes in its address. */
const mostByHand = 500;

export interface OwnAction {
  id: string;
  label: string;
  icon: IconName;
  /** Offered where so many are chosen. */
  exactly?: number;
  /** Draws its dialog: no component itself, whose hooks would run among those of the list. */
  drawDialog(props: ChangeDialogProps): ReactNode;
}

interface BulkActionsProps {
  declaration: RecordDeclaration;
  endpoint: BulkEndpoint;
  defs: readonly FieldDef[];
  /** Fields that are changed for many at once; without it all that lists are filtered by. */
  fields?: readonly string[];
  /** What the module does with many of its own, first of all: such as moving to another stage. */
  own?: readonly OwnAction[];
  choice: Choice;
  total: number;
  /** What the list finds, for "all". */
  query: Record<string, string>;
  /** The question before they are deleted. */
  deleteTitle(count: number): string;
  /** Fetches what a query finds as a file; undefined for whoever may not. */
  onExport: ((query: Record<string, string>, format: ExportFormat) => void) | undefined;
}

/** What can be done with the chosen records, and the dialogs that ask before it is done. */
export function BulkActions({ declaration, endpoint, defs, fields, own = [], choice, total, query, deleteTitle, onExport }: BulkActionsProps) {
  const { t } = useTranslation('core');
  const may = useMay();
  const [asking, setAsking] = useState<string | null>(null);
  const { owner, stage, type } = declaration;
  const { selected, isAll } = choice;
  const writable = defs.filter(({ name, field }) => (fields?.includes(name) ?? true) && field.filterable && !field.readOnly && !field.createOnly);
  const ownerDef = writable.find(({ name }) => name === owner);
  const changeable = writable.filter(({ name }) => name !== owner && name !== stage);
  const mayChange = may(`${type}.change`);
  const exported = isAll ? query : { 'id.in': [...selected].join(',') };
  const actions: Action[] = [
    ...(mayChange
      ? own
          .filter(({ exactly }) => exactly === undefined || (!isAll && selected.size === exactly))
          .map(({ id, label, icon }) => ({ id, label, icon, onSelect: () => setAsking(id) }))
      : []),
    ...(mayChange && ownerDef ? [{ id: 'assign', label: t('bulk.assign'), icon: 'user' as const, onSelect: () => setAsking('assign') }] : []),
    ...(mayChange && changeable.length > 0 ? [{ id: 'change', label: t('bulk.change'), icon: 'edit' as const, onSelect: () => setAsking('change') }] : []),
    ...(onExport && (isAll || selected.size <= mostByHand)
      ? exportFormats.map((format) => ({ id: format, label: t(`export.${format}`), icon: 'download' as const, onSelect: () => onExport(exported, format) }))
      : []),
    ...(may(`${type}.delete`) ? [{ id: 'delete', label: t('bulk.delete'), icon: 'trash' as const, danger: true, onSelect: () => setAsking('delete') }] : []),
  ];
  const target: Pick<BulkRequest, 'ids' | 'query'> = isAll ? { query } : { ids: [...selected] };
  const count = isAll ? total : selected.size;
  const shared = {
    endpoint,
    target,
    count,
    onDone: () => {
      setAsking(null);
      choice.clear();
    },
    onClose: () => setAsking(null),
  };
  return (
    <>
      <BulkBar
        count={count}
        {...(!isAll && selected.size < total ? { all: { total, onSelect: choice.chooseAll } } : {})}
        actions={actions}
        onClear={choice.clear}
      />
      {asking === 'assign' && ownerDef && <AssignDialog {...shared} def={ownerDef} />}
      {own.find(({ id }) => id === asking)?.drawDialog(shared)}
      {asking === 'change' && <ChangeFieldDialog {...shared} defs={changeable} />}
      {asking === 'delete' && <DeleteDialog {...shared} type={type} title={deleteTitle(count)} />}
    </>
  );
}
