import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Stage } from '../../../../server/contracts/crm/records.js';
import { ApiProblem } from '../../../core/api.js';
import { useGo } from '../../../core/navigation.js';
import { BulkActions } from '../../../core/records/bulk/bulk-actions.js';
import { useChoice } from '../../../core/records/bulk/use-choice.js';
import { type ExportFormat, exportList } from '../../../core/records/export-list.js';
import { ExportMenu } from '../../../core/records/export-menu.js';
import type { ListAddress } from '../../../core/records/list-address.js';
import { useArrangedColumns } from '../../../core/records/use-arranged-columns.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { useMay } from '../../../core/session.js';
import type { FieldDef } from '../../../ui/fields/field-def.js';
import type { IconName } from '../../../ui/icon.js';
import { ColumnsMenu } from '../../../ui/list/columns-menu.js';
import { FilterBar } from '../../../ui/list/filter-bar.js';
import type { FilterDef } from '../../../ui/list/filter-def.js';
import { RecordList } from '../../../ui/list/record-list.js';
import { EmptyState, ErrorState } from '../../../ui/states.js';
import { useFormat } from '../../../ui/ui-context.js';
import { MoveDialog } from '../bulk/move-dialog.js';
import { StageName } from './cells.js';
import { type CrmKind, type CrmRecord, typeOf } from './crm-kind.js';

export interface RecordsViewProps<T extends CrmRecord> {
  kind: CrmKind<T>;
  address: ListAddress;
  stages: readonly Stage[];
  fixed: Record<string, string>;
  filterDefs: readonly FilterDef[];
  defs: readonly FieldDef[];
  onOpen(record: T): void;
  hrefOf(record: T): string;
  openId: number | null;
  /** Told of the ids in their order, so that the open record can be stepped through. */
  onItems(ids: readonly number[]): void;
  begin: { label: string; icon: IconName; onClick(): void } | undefined;
}

/** Columns of the screen that are made of several fields. */
const made: Record<string, readonly string[]> = { name: ['firstName', 'lastName'], next: ['nextActivityAt', 'nextActivityTitle'] };

/** What stands where there is nothing to show: the first step, or the way back from filters that find nothing. */
export function Nothing<T extends CrmRecord>({ kind, address, begin }: Pick<RecordsViewProps<T>, 'kind' | 'address' | 'begin'>) {
  const { t } = useTranslation('crm');
  const go = useGo();
  const may = useMay();
  const filtered = Object.keys(address.filters).length > 0 || address.q !== '';
  if (filtered)
    return (
      <EmptyState
        icon="filter"
        title={t('core:list.filtered.title')}
        text={t('core:list.filtered.text')}
        action={{
          label: t('core:list.filtered.clear'),
          icon: 'x',
          onClick: () => address.set({ q: undefined, ...Object.fromEntries(Object.keys(address.filters).map((name) => [name, undefined])) }),
        }}
      />
    );
  return (
    <EmptyState
      icon={kind.icon}
      title={t(`empty.${kind.name}.title`)}
      text={t(`empty.${kind.name}.text`)}
      {...(begin ? { action: begin } : {})}
      {...(may(`${typeOf(kind)}.import`)
        ? { second: { label: t('import.from'), icon: 'upload' as const, onClick: () => go(`/crm/import?kind=${kind.declaration.plural}`) } }
        : {})}
    />
  );
}

export function Failed({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const problem = error instanceof ApiProblem ? error : null;
  const { t } = useTranslation('crm');
  return (
    <ErrorState
      title={problem?.problem.title ?? t('failed')}
      text={problem?.detail ?? ''}
      {...(problem?.requestId ? { requestId: problem.requestId } : {})}
      onRetry={onRetry}
    />
  );
}

export function RecordsList<T extends CrmRecord>({
  kind,
  address,
  stages,
  fixed,
  filterDefs,
  defs,
  onOpen,
  hrefOf,
  openId,
  onItems,
  begin,
}: RecordsViewProps<T>) {
  const { t } = useTranslation('crm');
  const f = useFormat();
  const may = useMay();
  const type = typeOf(kind);
  const query = { ...fixed, ...address.filters, sort: address.sort, ...(address.q ? { q: address.q } : {}) };
  const list = useRecordList(type, kind.endpoints.list, query);
  const choice = useChoice(JSON.stringify(query));
  const stageWith = (id: number | null) => stages.find((stage) => stage.id === id);
  const columns = useArrangedColumns<T>(
    type,
    address,
    kind.columns({
      label: (name) => t([`${kind.name}.field.${name}`, `field.${name}`]),
      stage: (id) => <StageName stage={stageWith(id)} />,
      semantic: (id) => stageWith(id)?.semantic,
    }),
  );
  const ids = list.items.map((record) => record.id).join();
  useEffect(() => onItems(ids === '' ? [] : ids.split(',').map(Number)), [ids, onItems]);

  const titleFor = (name: string) => t([`${kind.name}.field.${name}`, `field.${name}`]);
  const takeAway = (what: Record<string, string>, format: ExportFormat) =>
    exportList(
      kind.endpoints.export,
      what,
      columns.visible.flatMap(({ id }) => (made[id] ?? [id]).map((field) => ({ field, title: titleFor(field) }))),
      defs,
      format,
    );
  if (list.isError && list.items.length === 0) return <Failed error={list.error} onRetry={() => void list.refetch()} />;
  const total = list.total ?? list.items.length;
  return (
    <>
      <FilterBar
        defs={filterDefs}
        values={address.filters}
        onChange={address.setFilters}
        q={address.q}
        onQ={(q) => address.set({ q: q || undefined })}
        end={
          <>
            <ColumnsMenu columns={columns} />
            {may(`${type}.export`) && total > 0 && <ExportMenu onExport={(format) => takeAway(query, format)} />}
          </>
        }
      />
      <RecordList
        label={t(`${kind.name}.plural`)}
        items={list.items}
        columns={columns}
        titleOf={(record) => record.title ?? String(record.id)}
        sort={address.sort}
        onSort={(sort) => address.set({ sort })}
        {...(may(`${type}.change`) || may(`${type}.delete`) || may(`${type}.export`)
          ? {
              selected: choice.isAll ? new Set(list.items.map(({ id }) => id)) : choice.selected,
              onSelect: choice.choose,
            }
          : {})}
        onOpen={onOpen}
        hrefOf={hrefOf}
        openId={openId}
        loading={list.isPending}
        hasMore={list.hasNextPage}
        loadingMore={list.isFetchingNextPage}
        onEndReached={() => void list.fetchNextPage()}
        total={total}
        foot={{
          title: <b>{t(`${kind.name}.count`, { count: total, formatted: f.number(total) })}</b>,
          ...(list.sums.length > 0 ? { amount: list.sums.map((sum) => f.money(sum)).join(' + ') } : {}),
        }}
        empty={<Nothing kind={kind} address={address} begin={begin} />}
      />
      <BulkActions
        declaration={kind.declaration}
        endpoint={kind.endpoints.bulk}
        defs={defs}
        {...(kind.endpoints.move ? { move: { label: t('bulk.move'), dialog: (props) => <MoveDialog {...props} stages={stages} /> } } : {})}
        choice={choice}
        total={total}
        query={{ ...fixed, ...address.filters, ...(address.q ? { q: address.q } : {}) }}
        deleteTitle={(count) => t(`${kind.name}.deleteMany`, { count })}
        onExport={may(`${type}.export`) ? takeAway : undefined}
      />
    </>
  );
}
