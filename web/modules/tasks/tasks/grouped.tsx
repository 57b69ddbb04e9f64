import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeadlineColumn, taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import { task as declaration, type Task } from '../../../../server/contracts/tasks/records.js';
import { openStates, states } from '../../../../server/contracts/tasks/steps.js';
import { call } from '../../../core/api.js';
import type { ShownList } from '../../../core/records/list-page.js';
import { ListFailed } from '../../../core/records/list-states.js';
import { type Stretch, stretchOf, useTold } from '../../../core/records/stretches.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { useMay } from '../../../core/session.js';
import { Button } from '../../../ui/button.js';
import { cx } from '../../../ui/cx.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { useFormat } from '../../../ui/ui-context.js';
import { useProjects } from '../projects/use-projects.js';
import { TaskLine } from './task-line.js';
import s from './tasks.module.css';
import { useFavourites } from './use-favourites.js';

export const groupings = ['deadline', 'state', 'project', 'none'] as const;
export type Grouping = (typeof groupings)[number];
export const groupingOf = (text: string | undefined): Grouping => groupings.find((each) => each === text) ?? 'deadline';

const { type } = declaration;
type Hidden = readonly ('project' | 'state')[];

interface GroupProps {
  shown: ShownList;
  name: string;
  count: number | undefined;
  items: readonly Task[];
  isBad?: boolean;
  hide?: Hidden;
  children?: ReactNode;
}

function Group({ shown, name, count, items, isBad, hide, children }: GroupProps) {
  const f = useFormat();
  if (items.length === 0) return null;
  return (
    <section className={s.group} aria-label={name}>
      <h2 className={cx(isBad && s.bad)}>
        {name} {count !== undefined && <span>{f.number(count)}</span>}
      </h2>
      <Lines shown={shown} items={items} hide={hide} />
      {children}
    </section>
  );
}

function Lines({ shown, items, hide }: Pick<GroupProps, 'shown' | 'items' | 'hide'>) {
  const may = useMay();
  const { choice, hrefOf, openId } = shown;
  const toggle = (id: number) => {
    const next = new Set(choice.selected);
    if (!next.delete(id)) next.add(id);
    choice.choose(next);
  };
  return (
    <ul className={s.lines}>
      {items.map((task) => (
        <TaskLine
          key={task.id}
          task={task}
          to={hrefOf(task)}
          isOpened={openId === task.id}
          {...(hide ? { hide } : {})}
          select={may('tasks.task.change') ? { selected: choice.selected.has(task.id), onToggle: () => toggle(task.id) } : undefined}
        />
      ))}
    </ul>
  );
}

function More({ busy, onMore }: { busy: boolean; onMore(): void }) {
  const { t } = useTranslation('tasks');
  return (
    <div className={s.more}>
      <Button look="quiet" busy={busy} onClick={onMore}>
        {t('group.more')}
      </Button>
    </div>
  );
}

/** What the groups tell of themselves, each under its own name. */
function useStretches() {
  const [stretches, setStretches] = useState<Readonly<Record<string, Stretch | undefined>>>({});
  const onStretch = useCallback((key: string, stretch: Stretch | undefined) => setStretches((now) => ({ ...now, [key]: stretch })), []);
  return [stretches, onStretch] as const;
}

/** So many tasks of a group come with the groups; what is beyond is read page by page. */
const mostAtOnce = 200;

interface BeyondProps {
  shown: ShownList;
  column: string;
  after: string;
  hide?: Hidden | undefined;
  /** Told what they are. */
  onStretch(column: string, stretch: Stretch | undefined): void;
}

/** What a group has beyond the tasks that came with it. @param after the last of these, as the answer says it. */
function Beyond({ shown, column, after, hide, onStretch }: BeyondProps) {
  const query = { ...shown.query, column, limit: mostAtOnce };
  const rest = useInfiniteQuery({
    queryKey: [type, 'board', 'deadlines', query, after],
    queryFn: async ({ pageParam, signal }) => (await call(taskEndpoints.deadlines, { query: { ...query, after: pageParam }, signal })).columns[0],
    initialPageParam: after,
    getNextPageParam: (page) => page?.next,
    enabled: false,
  });
  const pages = rest.data?.pages ?? [];
  const items = pages.flatMap((page) => page?.items ?? []);
  const hasMore = pages.length === 0 || rest.hasNextPage;
  const onMore = () => void (pages.length === 0 ? rest.refetch() : rest.fetchNextPage());
  useTold(
    [stretchOf({ items, hasMore, onMore })],
    useCallback(([stretch]: readonly Stretch[]) => onStretch(column, stretch), [onStretch, column]),
  );
  useEffect(() => () => onStretch(column, undefined), [onStretch, column]);
  return (
    <>
      {pages.length > 0 && <Lines shown={shown} items={items} hide={hide} />}
      {hasMore && <More busy={rest.isFetching} onMore={onMore} />}
    </>
  );
}

/** Open tasks by when they are due, each group read on when asked for. */
function ByDeadline({ shown, hide }: { shown: ShownList; hide?: Hidden | undefined }) {
  const { t } = useTranslation('tasks');
  const [limit, setLimit] = useState(50);
  const query = { ...shown.query, limit };
  const board = useQuery({
    queryKey: [type, 'board', 'deadlines', query],
    queryFn: ({ signal }) => call(taskEndpoints.deadlines, { query, signal }),
    placeholderData: (before) => before,
  });
  const columns: readonly DeadlineColumn[] = board.data?.columns ?? [];
  const [beyond, onBeyond] = useStretches();
  useTold(
    columns.map(({ key, count, items, next }) => {
      const more = beyond[key];
      const ids = [...items.map(({ id }) => id), ...(more?.ids ?? [])];
      const onMore = more ? more.onMore : () => setLimit(mostAtOnce);
      return { name: t(`due.${key}`), ids, count, hasMore: more ? more.hasMore : next !== null, onMore };
    }),
    shown.onStretches,
  );
  if (board.isError && !board.data) return <ListFailed error={board.error} onRetry={() => void board.refetch()} />;
  if (board.isPending) return <SkeletonRows rows={10} label={t('task.plural')} />;
  if (columns.every(({ count }) => count === 0)) return shown.empty;
  return columns.map(({ key, count, items, next }) => (
    <Group key={key} shown={shown} name={t(`due.${key}`)} count={count} items={items} isBad={key === 'overdue'} {...(hide ? { hide } : {})}>
      {next !== null && limit < mostAtOnce && <More busy={board.isFetching} onMore={() => setLimit(mostAtOnce)} />}
      {next !== null && limit === mostAtOnce && !board.isPlaceholderData && <Beyond shown={shown} column={key} after={next} hide={hide} onStretch={onBeyond} />}
    </Group>
  ));
}

const keyOf = (filters: Record<string, string>) => JSON.stringify(filters);

/** One group that a filter makes, read on when asked for. */
function Filtered(props: {
  shown: ShownList;
  name: string;
  filters: Record<string, string>;
  hide: Hidden;
  onStretch(key: string, stretch: Stretch | undefined): void;
}) {
  const { shown, name, filters, hide, onStretch } = props;
  const list = useRecordList<Task>(type, taskEndpoints.list, { ...shown.query, ...filters, sort: '-createdAt' });
  const { items, total, hasNextPage } = list;
  const key = keyOf(filters);
  useTold(
    total === undefined ? [] : [stretchOf({ name, items, count: total, hasMore: hasNextPage, onMore: () => void list.fetchNextPage() })],
    useCallback(([stretch]: readonly Stretch[]) => onStretch(key, stretch), [onStretch, key]),
  );
  return (
    <Group shown={shown} name={name} count={total} items={list.items} hide={hide}>
      {list.hasNextPage && <More busy={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />}
    </Group>
  );
}

function ByFilters({ shown, groups, hide }: { shown: ShownList; groups: readonly { name: string; filters: Record<string, string> }[]; hide: Hidden }) {
  const { t } = useTranslation('tasks');
  const [told, onStretch] = useStretches();
  const known = groups.flatMap(({ filters }) => told[keyOf(filters)] ?? []);
  useTold(known, shown.onStretches);
  return (
    <>
      {groups.map(({ name, filters }) => (
        <Filtered key={keyOf(filters)} shown={shown} name={name} filters={filters} hide={hide} onStretch={onStretch} />
      ))}
      {known.length < groups.length ? <SkeletonRows rows={6} label={t('task.plural')} /> : known.every(({ count }) => count === 0) && shown.empty}
    </>
  );
}

/** What somebody marked for themselves, before all groups. */
function Favourites({ shown, ids, filters, hide }: { shown: ShownList; ids: readonly number[]; filters: Record<string, string>; hide: Hidden }) {
  const { t } = useTranslation('tasks');
  const list = useRecordList<Task>(type, taskEndpoints.list, { ...shown.query, ...filters, 'id.in': ids.join(), sort: '-createdAt' });
  return <Group shown={shown} name={t('group.favourites')} count={list.total} items={list.items} hide={hide} />;
}

/** The list in groups. */
export function Grouped({ shown, by, inProject }: { shown: ShownList; by: Exclude<Grouping, 'none'>; inProject?: boolean }) {
  const { t } = useTranslation('tasks');
  const projects = useProjects() ?? [];
  const { ids } = useFavourites();
  const own = inProject ? (['project'] as const) : [];
  // A filter by state has the last word; without one the finished ones stay out.
  const open: Record<string, string> = Object.keys(shown.query).some((name) => name.startsWith('state')) ? {} : { 'state.in': openStates.join() };
  return (
    <div className={s.groups} data-lines="">
      {ids.length > 0 && !shown.address.other.favourites && <Favourites shown={shown} ids={ids} filters={open} hide={own} />}
      {by === 'deadline' ? (
        <ByDeadline shown={shown} hide={own} />
      ) : by === 'state' ? (
        <ByFilters shown={shown} groups={states.map((state) => ({ name: t(`state.${state}`), filters: { state } }))} hide={[...own, 'state']} />
      ) : (
        <ByFilters
          shown={shown}
          groups={[
            ...projects.map(({ id, name }) => ({ name, filters: { projectId: String(id), ...open } })),
            { name: t('group.noProject'), filters: { 'projectId.empty': 'true', ...open } },
          ]}
          hide={['project']}
        />
      )}
    </div>
  );
}

/** By what the list is grouped. */
export function GroupChooser({ value, onChange, inProject }: { value: Grouping; onChange(next: Grouping): void; inProject?: boolean }) {
  const { t } = useTranslation('tasks');
  return (
    <label className={s.chooser}>
      <span>{t('group.by')}</span>
      <select value={value} aria-label={t('group.by')} onChange={(event) => onChange(groupingOf(event.target.value))}>
        {groupings
          .filter((each) => !inProject || each !== 'project')
          .map((each) => (
            <option key={each} value={each}>
              {t(`group.${each}`)}
            </option>
          ))}
      </select>
    </label>
  );
}
