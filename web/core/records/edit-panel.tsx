import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ById, Endpoint } from '../../../server/contracts/core/endpoint.js';
import { confirm, showUndo } from '../../ui/feedback.js';
import { pickDefs } from '../../ui/fields/field-def.js';
import { FieldsPanel } from '../../ui/fields/fields-panel.js';
import { RecordPanel } from '../../ui/record/record-panel.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { url } from '../address.js';
import { call } from '../api.js';
import { Comments } from '../comments/comments.js';
import { FilesSection } from '../files/files-section.js';
import { useAddressQuery } from '../navigation.js';
import { useRecordTabs } from '../registry.js';
import { useMayFor } from '../session.js';
import { useWorkThen } from '../use-work.js';
import { FieldsConflict } from './fields-conflict.js';
import { type ListedRecord, type ListKind, pathOf, typeOf } from './list-kind.js';
import s from './list-page.module.css';
import { Missing } from './missing.js';
import type { GetEndpoint } from './queries.js';
import type { StepProps } from './step-props.js';
import { useKindDefs } from './use-kind-defs.js';
import { useFieldSaving, useRecord } from './use-records.js';
import { useTabLabels } from './use-tab-labels.js';

interface EditPanelProps<T extends ListedRecord> extends StepProps {
  kind: ListKind<T>;
  endpoints: { get: GetEndpoint<T>; change: Endpoint; remove: Endpoint; restore: Endpoint; history: Endpoint };
  /** Fields in groups; `title` is a text key of the module. */
  groups: readonly { title: string; fields: readonly string[] }[];
  /** Who is responsible, where the kind has such a person. */
  ownerOf?: (record: T) => number | null;
  amount?: (record: T) => string;
}

/** One record of a kind without stages, over its list: changed in place, deleted with a way back. Texts come from the module's namespace. */
export function EditPanel<T extends ListedRecord>(props: EditPanelProps<T>) {
  const { kind, endpoints, groups, ownerOf, amount, id, onClose, ...step } = props;
  const { t } = useTranslation([kind.declaration.module, 'core']);
  const client = useQueryClient();
  const mayFor = useMayFor();
  const type = typeOf(kind);
  const query = useRecord<T>(type, endpoints.get, id);
  const defs = useKindDefs(kind.declaration);
  const record = query.data;
  const [address, setAddress] = useAddressQuery();
  // Its files stand below the fields.
  const others = useRecordTabs(type).filter(({ moduleId }) => moduleId !== 'core');
  const labels = useTabLabels(others, type, id);
  const tab = others.find((one) => one.id === address.tab);
  const Extra = tab?.component;
  const owner = record ? ownerOf?.(record) : undefined;
  const saving = useFieldSaving<T>(type, endpoints.change, record);
  const work = useWorkThen(useCallback(() => client.invalidateQueries({ queryKey: [type] }), [client, type]));
  const by = { params: { id } } as { params: ById };
  const remove = async (of: T) => {
    const name = kind.titleOf(of);
    const asked = {
      title: t('core:record.deleteTitle', { name }),
      text: t([`${kind.name}.deleteText`, 'core:record.deleteText']),
      action: t('core:record.delete'),
      danger: true,
    };
    if (!(await confirm(asked)) || !(await work(() => call(endpoints.remove, by as never)))) return;
    onClose();
    showUndo({ text: t('core:record.deleted', { name }), onUndo: () => work.undo(() => call(endpoints.restore, by as never)) });
  };
  return (
    <>
      <RecordPanel
        opened
        {...step}
        onClose={onClose}
        title={record ? kind.titleOf(record) : t(`${kind.name}.one`)}
        overline={t(`${kind.name}.one`)}
        amount={record && amount ? amount(record) : undefined}
        address={url(`${pathOf(kind)}/${id}`)}
        menu={
          record && mayFor(`${type}.delete`, owner)
            ? [{ id: 'delete', label: t('core:record.delete'), icon: 'trash', danger: true, onSelect: () => void remove(record) }]
            : []
        }
        {...(record && others.length > 0
          ? {
              tabs: [{ id: 'overview', label: t('core:tab.overview') }, ...labels],
              tab: tab?.id ?? 'overview',
              onTab: (next: string) => setAddress({ ...address, tab: next === 'overview' ? undefined : next }),
            }
          : {})}
      >
        {record && Extra ? (
          <Suspense fallback={<SkeletonRows rows={5} label={t('core:loading')} />}>
            <Extra recordType={type} recordId={id} />
          </Suspense>
        ) : record ? (
          <div className={s.panel}>
            <FieldsPanel
              groups={groups.map(({ title, fields }) => ({ title: t(title), fields: pickDefs(defs, fields) }))}
              values={record}
              canEdit={mayFor(`${type}.change`, owner)}
              onSave={saving.save}
            />
            <FilesSection recordType={type} recordId={id} title={kind.titleOf(record)} />
            <Comments type={type} id={id} title={kind.titleOf(record)} {...(owner === undefined ? {} : { ownerId: owner })} />
          </div>
        ) : query.isError ? (
          <Missing error={query.error} back={pathOf(kind)} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows rows={8} label={t('core:loading')} />
        )}
      </RecordPanel>
      <FieldsConflict type={type} id={id} history={endpoints.history as never} defs={defs} saving={saving} />
    </>
  );
}
