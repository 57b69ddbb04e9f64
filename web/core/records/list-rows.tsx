import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordDeclaration } from '../../../server/contracts/core/fields.js';
import { RecordList } from '../../ui/list/record-list.js';
import type { Columns } from '../../ui/list/use-columns.js';
import { useFormat } from '../../ui/ui-context.js';
import { useMay } from '../session.js';
import type { Choice } from './bulk/use-choice.js';
import type { ListAddress } from './list-address.js';
import { ListFailed } from './list-states.js';
import type { useRecordList } from './use-records.js';

interface ListRowsProps<T extends { id: number }> {
  kind: {
    name: string;
    declaration: RecordDeclaration;
    titleOf(record: T): string;
    /** Column under which the count stands, and the one under which the sum stands. */
    foot: { count: string; sum?: string };
  };
  list: ReturnType<typeof useRecordList<T>>;
  columns: Columns<T>;
  address: ListAddress;
  choice: Choice;
  openId: number | null;
  hrefOf(record: T): string;
  onOpen(record: T): void;
  empty: ReactNode;
}

/** The rows of a list of records that loads on as it is scrolled, with what they count and come to. */
export function ListRows<T extends { id: number }>({ kind, list, columns, address, choice, openId, hrefOf, onOpen, empty }: ListRowsProps<T>) {
  const { module, type } = kind.declaration;
  const { t } = useTranslation(module);
  const f = useFormat();
  const may = useMay();
  if (list.isError && list.items.length === 0) return <ListFailed error={list.error} onRetry={() => void list.refetch()} />;
  const total = list.total ?? list.items.length;
  return (
    <RecordList
      label={t(`${kind.name}.plural`)}
      items={list.items}
      columns={columns}
      titleOf={kind.titleOf}
      sort={address.sort}
      onSort={(sort) => address.set({ sort })}
      {...(['change', 'delete', 'export'].some((action) => may(`${type}.${action}`))
        ? { selected: choice.isAll ? new Set(list.items.map(({ id }) => id)) : choice.selected, onSelect: choice.choose }
        : {})}
      onOpen={onOpen}
      hrefOf={hrefOf}
      openId={openId}
      loading={list.isPending}
      hasMore={list.hasNextPage}
      loadingMore={list.isFetchingNextPage}
      onEndReached={() => void list.fetchNextPage()}
      total={total}
      {...(kind.foot.sum ? { totalled: [kind.foot.sum] } : {})}
      foot={{
        [kind.foot.count]: <b>{t(`${kind.name}.count`, { count: total, formatted: f.number(total) })}</b>,
        ...(kind.foot.sum && list.sums.length > 0 && columns.isTotalled(kind.foot.sum)
          ? { [kind.foot.sum]: list.sums.map((sum) => f.money(sum)).join(' + ') }
          : {}),
      }}
      empty={empty}
    />
  );
}
