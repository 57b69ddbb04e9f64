import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Money } from '../../../../server/contracts/core/fields.js';
import type { Board as BoardReply } from '../../../../server/contracts/crm/endpoints.js';
import type { Stage } from '../../../../server/contracts/crm/records.js';
import { call } from '../../../core/api.js';
import { BulkActions } from '../../../core/records/bulk/bulk-actions.js';
import { useChoice } from '../../../core/records/bulk/use-choice.js';
import { recordKeys } from '../../../core/records/keys.js';
import { isFiltered, ListFailed } from '../../../core/records/list-states.js';
import { stretchOf, useTold } from '../../../core/records/stretches.js';
import { fetchReferences } from '../../../core/references.js';
import { useMay, useMayFor } from '../../../core/session.js';
import { Board } from '../../../ui/board/board.js';
import type { BoardColumn } from '../../../ui/board/board-types.js';
import { CardBody } from '../../../ui/board/card-body.js';
import { FilterBar } from '../../../ui/list/filter-bar.js';
import { PutOff } from '../../../ui/problem.js';
import { useFormat, useReference } from '../../../ui/ui-context.js';
import { useOwnActions } from '../bulk/own-actions.js';
import { useNextStep, type WithNextStep } from './cells.js';
import { type CrmRecord, typeOf } from './crm-kind.js';
import { Nothing, type RecordsViewProps } from './records-list.js';
import { useElsewhere } from './use-elsewhere.js';
import { useStepless } from './use-stepless.js';

type Column<T> = BoardReply<T>['columns'][number];
type Staged = CrmRecord &
  WithNextStep & {
    stageId: number | null;
    amount: Money | null;
    companyId: number | null;
    companyName?: string | null;
  };

function Card({ of, record, semantic }: { of: 'lead' | 'deal'; record: Staged; semantic: 'open' | 'won' | 'lost' | undefined }) {
  const f = useFormat();
  const next = useNextStep(of, record, semantic);
  const owner = useReference('core.person', record.ownerId);
  const company = useReference('crm.company', record.companyId);
  return (
    <CardBody
      title={record.title ?? String(record.id)}
      client={company?.title ?? record.companyName}
      amount={record.amount ? f.money(record.amount) : null}
      next={next}
      person={owner?.title ?? null}
    />
  );
}

/** The stages side by side, with what is in them. */
export function RecordsBoard<T extends CrmRecord>({
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
  onStage,
}: RecordsViewProps<T> & { onStage(record: T, stage: Stage): Promise<boolean> }) {
  const { t } = useTranslation('crm');
  const may = useMay();
  const mayFor = useMayFor();
  const client = useQueryClient();
  const type = typeOf(kind);
  const query = { ...fixed, ...address.filters, ...(address.q ? { q: address.q } : {}) };
  const key = recordKeys.board(type, query);
  const choice = useChoice(JSON.stringify(query));
  const board = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const fresh = (await call(kind.endpoints.board as NonNullable<typeof kind.endpoints.board>, { query, signal })) as BoardReply<T>;
      const cards = fresh.columns.flatMap(({ items }) => items as unknown as Staged[]);
      fetchReferences(
        'core.person',
        cards.map(({ ownerId }) => ownerId),
      );
      fetchReferences(
        'crm.company',
        cards.map(({ companyId }) => companyId ?? null),
      );
      const before = client.getQueryData<BoardReply<T>>(key);
      return { columns: await Promise.all(fresh.columns.map((column) => asDeepAs(column, before, signal))) };
    },
    enabled: stages.length > 0,
    placeholderData: (before) => before,
  });
  const columns = board.data?.columns ?? [];
  const total = columns.reduce((sum, column) => sum + column.count, 0);
  const stepless = useStepless(kind, address, { query, total });
  const own = useOwnActions(kind, stages);

  /** A column that was read further down stays so when it is read anew: what is on the screen does not fall away. */
  const asDeepAs = async (column: Column<T>, before: BoardReply<T> | undefined, signal: AbortSignal): Promise<Column<T>> => {
    const depth = before?.columns.find(({ stageId }) => stageId === column.stageId)?.items.length ?? 0;
    let { items, next } = column;
    while (next !== null && items.length < depth) {
      const limit = Math.min(200, depth - items.length);
      const page = await call(kind.endpoints.list, { query: { ...query, stageId: column.stageId, limit, after: next }, signal });
      [items, next] = [[...items, ...page.items], page.next];
    }
    return { ...column, items, next };
  };
  const more = async (stageId: number, after: string) => {
    const page = await call(kind.endpoints.list, { query: { ...query, stageId, limit: 20, after } });
    client.setQueryData<BoardReply<T>>(
      key,
      (now) =>
        now && {
          columns: now.columns.map((column) =>
            column.stageId === stageId && column.next === after ? { ...column, items: [...column.items, ...page.items], next: page.next } : column,
          ),
        },
    );
  };
  const onMove = async (record: T, to: number | string) => {
    const stage = stages.find(({ id }) => id === to);
    if (!stage || !(await onStage(record, stage))) throw new PutOff();
  };
  const renderCard = useCallback(
    (record: T) => (
      <Card
        of={kind.name === 'lead' ? 'lead' : 'deal'}
        record={record as unknown as Staged}
        semantic={stages.find((stage) => stage.id === (record as unknown as Staged).stageId)?.semantic}
      />
    ),
    [kind.name, stages],
  );
  const shown = stages.map((stage): BoardColumn<T> => {
    const column = columns.find((one) => one.stageId === stage.id);
    return {
      id: stage.id,
      name: stage.name,
      colour: stage.colour,
      count: column?.count ?? 0,
      sums: column?.sums ?? [],
      items: column?.items ?? [],
      hasMore: column?.next != null,
      onMore: () => {
        if (column?.next) void more(stage.id, column.next);
      },
    };
  });
  useTold(shown.map(stretchOf), onStretches);
  const nothing = board.isSuccess && total === 0;
  // Where the work is in another pipeline, the stages of this one wait to be filled.
  const elsewhere = useElsewhere(kind, fixed, nothing && !isFiltered(address));
  if (board.isError) return <ListFailed error={board.error} onRetry={() => void board.refetch()} />;
  return (
    <>
      <FilterBar defs={filterDefs} {...stepless} q={address.q} onQ={(q) => address.set({ q: q || undefined })} />
      <Board<T>
        label={t(`${kind.name}.board`)}
        columns={shown}
        titleOf={(record) => record.title ?? String(record.id)}
        renderCard={renderCard}
        amountOf={(record) => (record as unknown as Staged).amount}
        onOpen={onOpen}
        hrefOf={hrefOf}
        openId={openId}
        onMove={(record, _from, to) => onMove(record, to)}
        canMove={(record) => mayFor(`${type}.change`, record.ownerId)}
        {...(may(`${type}.change`) || may(`${type}.delete`)
          ? { selected: choice.isAll ? new Set(columns.flatMap((column) => column.items.map(({ id }) => id))) : choice.selected, onSelect: choice.choose }
          : {})}
        loading={board.isPending || elsewhere.isPending}
        {...(nothing && !elsewhere.isBegun ? { empty: <Nothing kind={kind} address={address} begin={begin} /> } : {})}
      />
      <BulkActions
        declaration={kind.declaration}
        endpoint={kind.endpoints.bulk}
        defs={defs}
        own={own}
        choice={choice}
        total={total}
        query={query}
        deleteTitle={(count) => t(`${kind.name}.deleteMany`, { count })}
        onExport={undefined}
      />
    </>
  );
}
