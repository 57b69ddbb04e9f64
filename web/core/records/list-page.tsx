import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.js';
import type { IconName } from '../../ui/icon.js';
import { ColumnsMenu } from '../../ui/list/columns-menu.js';
import { FilterBar } from '../../ui/list/filter-bar.js';
import { filterDefsOf } from '../../ui/list/filter-def.js';
import { SortMenu } from '../../ui/list/sort-menu.js';
import type { PageBarProps } from '../../ui/page-bar.js';
import { EmptyState } from '../../ui/states.js';
import { usePhone } from '../../ui/use-media.js';
import { useLive } from '../live.js';
import { useGo } from '../navigation.js';
import { useMay } from '../session.js';
import { useHeading } from '../shell/heading.js';
import { BulkActions } from './bulk/bulk-actions.js';
import { type Choice, useChoice } from './bulk/use-choice.js';
import { withOtherFields } from './columns.js';
import { type ExportFormat, exportedColumns, exportList } from './export-list.js';
import { ExportMenu } from './export-menu.js';
import { type ListAddress, useListAddress } from './list-address.js';
import { ListBar } from './list-bar.js';
import { type ListedRecord, type ListKind, pathOf, typeOf } from './list-kind.js';
import s from './list-page.module.css';
import { ListRows } from './list-rows.js';
import { FilteredOut, isFiltered } from './list-states.js';
import type { Steps } from './step-props.js';
import type { Stretch } from './stretches.js';
import { useArrangedColumns } from './use-arranged-columns.js';
import { useKindDefs } from './use-kind-defs.js';
import { useOpening } from './use-opening.js';
import { useRecordList } from './use-records.js';
import { useSteps } from './use-steps.js';

interface Begin {
  label: string;
  icon: IconName;
  onClick(): void;
}

/** What a way of showing the records beside the list is told. */
export interface ShownList {
  address: ListAddress;
  /** Filters and words, as the list takes them. */
  query: Record<string, string>;
  openId: number | null;
  choice: Choice;
  hrefOf(record: { id: number }): string;
  open(record: { id: number }): void;
  /** Told what is behind an open record, to step through; see {@link useTold}. */
  onStretches(stretches: readonly Stretch[]): void;
  /** Stands where nothing is found. */
  empty: ReactNode;
}

interface ListPageProps<T extends ListedRecord> {
  kind: ListKind<T>;
  /** The other sections of the module. */
  nav?: ReactNode;
  begin?: Begin | undefined;
  /** Beside the first step, such as an import. */
  second?: Begin | undefined;
  openId?: number | null;
  /** Ready-made filters. */
  extra?: (address: ListAddress) => ReactNode;
  /** At the right end of the filters. */
  end?: (address: ListAddress) => ReactNode;
  /** Where the list stands when not at the address of its kind. */
  base?: string;
  heading?: string;
  /** Whose records they are is chosen among the ready-made filters, not beside the saved views. */
  isOwnerApart?: boolean;
  /** Filters that always hold. */
  fixed?: Readonly<Record<string, string>>;
  /** How the records can be shown; without it as a list alone. */
  segments?: NonNullable<PageBarProps['segments']>;
  /** The way that is shown where the address names none. */
  view?: string;
  /** What stands in the place of the list; null for the list itself. */
  instead?: (shown: ShownList) => ReactNode;
  /** What is open over the list; told the way to its neighbours. */
  children?: (list: { steps: Steps; address: ListAddress; close(): void }) => ReactNode;
}

const noFilters: Readonly<Record<string, string>> = {};

/** The list of one kind of record, as its module describes it; texts come from the module's namespace. */
export function ListPage<T extends ListedRecord>(props: ListPageProps<T>) {
  const { kind, nav, begin, second, openId = null, extra, end, base = pathOf(props.kind), fixed = noFilters, segments, view = 'list', children } = props;
  const { t } = useTranslation([kind.declaration.module, 'core']);
  const go = useGo();
  const phone = usePhone();
  const type = typeOf(kind);
  const address = useListAddress({ sort: kind.sort, view });
  const useDefs = kind.useDefs ?? useKindDefs;
  const defs = useDefs(kind.declaration);
  useHeading(props.heading ?? t(`${kind.name}.plural`));
  useLive(type);
  const isOpening = useOpening(type, address, openId !== null);
  const may = useMay();
  const finding = { ...address.filters, ...(address.q ? { q: address.q } : {}), ...fixed };
  const query = { ...finding, sort: address.sort };
  const choice = useChoice(JSON.stringify([query, address.view]));
  const [stretches, onStretches] = useState<readonly Stretch[]>([]);
  const hrefOf = ({ id }: { id: number }) => `${base}/${id}${children ? address.search : ''}`;
  const open = (record: { id: number }) => go(hrefOf(record));
  const empty = isFiltered(address) ? (
    <FilteredOut address={address} />
  ) : (
    <EmptyState
      icon={kind.icon}
      title={t(`empty.${kind.name}.title`)}
      text={t(`empty.${kind.name}.text`)}
      {...(begin ? { action: begin } : {})}
      {...(second ? { second } : {})}
    />
  );
  const other = props.instead?.({ address, query: finding, openId, choice, hrefOf, open, onStretches, empty }) ?? null;
  const list = useRecordList<T>(type, kind.endpoints.list, query, !isOpening && other === null);
  const mayExport = may(`${type}.export`);
  const takeAway = (what: Record<string, string>, format: ExportFormat) =>
    exportList(
      kind.endpoints.export,
      what,
      exportedColumns(columns.visible, kind, (field) => t([`exported.${field}`, `${kind.name}.field.${field}`, `field.${field}`])),
      defs,
      format,
    );
  const columns = useArrangedColumns<T>(
    type,
    address,
    useMemo(() => {
      const own = kind.columns((name) => t([`${kind.name}.field.${name}`, `field.${name}`]));
      return withOtherFields(own, defs, [...Object.values(kind.made ?? {}).flat(), ...(kind.unlisted ?? [])]);
    }, [kind, t, defs]),
  );
  const own: Stretch = { ids: list.items.map(({ id }) => id), count: list.total, hasMore: list.hasNextPage, onMore: () => void list.fetchNextPage() };
  const steps = useSteps(openId, other === null ? [own] : stretches, (id) => open({ id }));
  const total = other === null ? (list.total ?? list.items.length) : choice.selected.size;
  return (
    <div className={s.page}>
      {nav}
      <ListBar
        type={type}
        address={address}
        owner={props.isOwnerApart ? undefined : kind.declaration.owner}
        {...(segments ? { segments, onSegment: (next: string) => address.set({ view: next }) } : {})}
        {...(begin ? { primary: begin } : {})}
      />
      <FilterBar
        defs={filterDefsOf(defs, t([`${kind.name}.field.createdAt`, 'field.createdAt'])).filter(({ field }) => fixed[field] === undefined)}
        values={address.filters}
        onChange={address.setFilters}
        {...(Object.values(kind.declaration.fields).some((field) => field.searchable)
          ? { q: address.q, onQ: (q: string) => address.set({ q: q || undefined }) }
          : {})}
        extra={extra?.(address)}
        end={
          <>
            {second && total > 0 && (
              <Button look="quiet" icon={second.icon} onClick={second.onClick}>
                {second.label}
              </Button>
            )}
            {end?.(address)}
            {phone && other === null && <SortMenu columns={columns} sort={address.sort} onSort={(sort) => address.set({ sort })} />}
            {other === null && <ColumnsMenu columns={columns} />}
            {other === null && mayExport && !list.isPending && !list.isError && (
              <ExportMenu isEmpty={total === 0} onExport={(format) => takeAway(query, format)} />
            )}
          </>
        }
      />
      {isOpening ? null : other !== null ? (
        other
      ) : (
        <ListRows<T> kind={kind} list={list} columns={columns} address={address} choice={choice} openId={openId} hrefOf={hrefOf} onOpen={open} empty={empty} />
      )}
      <BulkActions
        declaration={kind.declaration}
        endpoint={kind.endpoints.bulk}
        defs={defs}
        {...(kind.bulkFields ? { fields: kind.bulkFields } : {})}
        choice={choice}
        total={total}
        query={finding}
        deleteTitle={(count) => t(`${kind.name}.deleteMany`, { count })}
        onExport={mayExport ? takeAway : undefined}
      />
      {children?.({
        steps,
        address,
        close: () => go(`${base}${address.search}`),
      })}
    </div>
  );
}
