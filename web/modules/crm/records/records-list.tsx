import { useTranslation } from 'react-i18next';
import type { Stage } from '../../../../server/contracts/crm/records.js';
import { useGo } from '../../../core/navigation.js';
import { BulkActions } from '../../../core/records/bulk/bulk-actions.js';
import { useChoice } from '../../../core/records/bulk/use-choice.js';
import { withOtherFields } from '../../../core/records/columns.js';
import { type ExportFormat, exportedColumns, exportList } from '../../../core/records/export-list.js';
import { ExportMenu } from '../../../core/records/export-menu.js';
import type { ListAddress } from '../../../core/records/list-address.js';
import { ListRows } from '../../../core/records/list-rows.js';
import { FilteredOut, isFiltered } from '../../../core/records/list-states.js';
import { type Stretch, stretchOf, useTold } from '../../../core/records/stretches.js';
import { useArrangedColumns } from '../../../core/records/use-arranged-columns.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { useMay } from '../../../core/session.js';
import { Button } from '../../../ui/button.js';
import type { FieldDef } from '../../../ui/fields/field-def.js';
import type { IconName } from '../../../ui/icon.js';
import { ColumnsMenu } from '../../../ui/list/columns-menu.js';
import { FilterBar } from '../../../ui/list/filter-bar.js';
import type { FilterDef } from '../../../ui/list/filter-def.js';
import { SortMenu } from '../../../ui/list/sort-menu.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { EmptyState } from '../../../ui/states.js';
import { usePhone } from '../../../ui/use-media.js';
import { useOwnActions } from '../bulk/own-actions.js';
import { usePipelines } from '../dictionaries.js';
import { StageName } from './cells.js';
import { type CrmKind, type CrmRecord, typeOf } from './crm-kind.js';
import { useElsewhere } from './use-elsewhere.js';
import { useStepless } from './use-stepless.js';

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
  /** Told what is behind an open record, to step through. */
  onStretches(stretches: readonly Stretch[]): void;
  begin: { label: string; icon: IconName; onClick(): void } | undefined;
}

/** Columns of the screen that are made of several fields. */
const made: Record<string, readonly string[]> = { name: ['firstName', 'lastName'], next: ['nextActivityAt', 'nextActivityKind', 'nextActivityTitle'] };

/** Fields that stand in one of the columns, or that mean nothing by themselves; see `withOtherFields`. */
const covered: Record<CrmKind<CrmRecord>['name'], readonly string[]> = {
  lead: [...Object.values(made).flat(), 'nextStepType', 'nextStepId'],
  deal: [...(made.next ?? []), 'nextStepType', 'nextStepId', 'pipelineId'],
  // Its name is made of both.
  contact: ['firstName', 'lastName', 'mergedIntoId'],
  company: ['mergedIntoId'],
};

const titleOf = ({ title, id }: CrmRecord) => title ?? String(id);
/** The page on which a file of these is brought. */
const importOf = <T extends CrmRecord>({ declaration }: CrmKind<T>) => `/crm/import?kind=${declaration.plural}`;
const foot = { count: 'title', sum: 'amount' };

/**
 * What stands where there is nothing to show: the first step, or the way back from filters that find nothing.
 * @param ofPipeline the name of the one pipeline that is empty while there are records in others.
 */
export function Nothing<T extends CrmRecord>({
  kind,
  address,
  begin,
  ofPipeline,
}: Pick<RecordsViewProps<T>, 'kind' | 'address' | 'begin'> & { ofPipeline?: string | undefined }) {
  const { t } = useTranslation('crm');
  const go = useGo();
  const may = useMay();
  if (isFiltered(address)) return <FilteredOut address={address} />;
  return (
    <EmptyState
      icon={kind.icon}
      title={ofPipeline ? t('empty.pipeline.title', { pipeline: ofPipeline }) : t(`empty.${kind.name}.title`)}
      text={t(`empty.${ofPipeline ? 'pipeline' : kind.name}.text`)}
      {...(begin ? { action: begin } : {})}
      {...(may(`${typeOf(kind)}.import`) ? { second: { label: t('import.from'), icon: 'upload' as const, onClick: () => go(importOf(kind)) } } : {})}
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
  onStretches,
  begin,
}: RecordsViewProps<T>) {
  const { t } = useTranslation('crm');
  const may = useMay();
  const go = useGo();
  // Files are brought at a desk; on a phone the search needs the place.
  const phone = usePhone();
  const type = typeOf(kind);
  const found = { ...fixed, ...address.filters, ...(address.q ? { q: address.q } : {}) };
  const query = { ...found, sort: address.sort };
  const list = useRecordList(type, kind.endpoints.list, query);
  const total = list.total ?? list.items.length;
  const elsewhere = useElsewhere(kind, fixed, list.isSuccess && total === 0 && !isFiltered(address));
  const pipelineName = usePipelines().find(({ id }) => String(id) === fixed.pipelineId)?.name;
  const stepless = useStepless(kind, address, { query: found, total });
  const own = useOwnActions(kind, stages);
  const choice = useChoice(JSON.stringify(query));
  const titleFor = (name: string) => t([`${kind.name}.field.${name}`, `field.${name}`]);
  const stageWith = (id: number | null) => stages.find((stage) => stage.id === id);
  const columns = useArrangedColumns<T>(
    type,
    address,
    withOtherFields(
      kind.columns({
        label: titleFor,
        stage: (id) => <StageName stage={stageWith(id)} />,
        semantic: (id) => stageWith(id)?.semantic,
      }),
      defs,
      covered[kind.name],
    ),
  );
  useTold([stretchOf({ items: list.items, count: list.total, hasMore: list.hasNextPage, onMore: () => void list.fetchNextPage() })], onStretches);

  const takeAway = (what: Record<string, string>, format: ExportFormat) =>
    exportList(kind.endpoints.export, what, exportedColumns(columns.visible, { made }, titleFor), defs, format);
  return (
    <>
      <FilterBar
        defs={filterDefs}
        {...stepless}
        q={address.q}
        onQ={(q) => address.set({ q: q || undefined })}
        end={
          <>
            {!phone && may(`${type}.import`) && total > 0 && (
              <Button look="quiet" icon="upload" onClick={() => go(importOf(kind))}>
                {t('import.action')}
              </Button>
            )}
            {phone && <SortMenu columns={columns} sort={address.sort} onSort={(sort) => address.set({ sort })} />}
            <ColumnsMenu columns={columns} />
            {may(`${type}.export`) && !list.isPending && !list.isError && <ExportMenu isEmpty={total === 0} onExport={(format) => takeAway(query, format)} />}
          </>
        }
      />
      <ListRows<T>
        kind={{ ...kind, titleOf, foot }}
        list={list}
        columns={columns}
        address={address}
        choice={choice}
        openId={openId}
        hrefOf={hrefOf}
        onOpen={onOpen}
        empty={
          elsewhere.isPending ? (
            <SkeletonRows rows={5} label={t(`${kind.name}.plural`)} />
          ) : (
            <Nothing kind={kind} address={address} begin={begin} {...(elsewhere.isBegun ? { ofPipeline: pipelineName } : {})} />
          )
        }
      />
      <BulkActions
        declaration={kind.declaration}
        endpoint={kind.endpoints.bulk}
        defs={defs}
        own={own}
        choice={choice}
        total={total}
        query={found}
        deleteTitle={(count) => t(`${kind.name}.deleteMany`, { count })}
        onExport={may(`${type}.export`) ? takeAway : undefined}
      />
    </>
  );
}
