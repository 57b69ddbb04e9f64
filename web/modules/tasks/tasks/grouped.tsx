import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeadlineColumn, taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import { task as declaration, type Task } from '../../../../server/contracts/tasks/records.js';
import { openStates, states } from '../../../../server/contracts/tasks/steps.js';
import { call } from '../../../core/api.js';
import type { ShownList } from '../../../core/records/list-page.js';
import { useRecordList } from '../../../core/records/use-records.js';
import { useMay } from '../../../core/session.js';
import { useProblemWords } from '../../../core/words.js';
import { Button } from '../../../ui/button.js';
import { cx } from '../../../ui/cx.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { ErrorState } from '../../../ui/states.js';
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

/** The same list wherever its ids are the same. */
function useTold(ids: readonly number[], tell: (ids: readonly number[]) => void): void {
  const text = ids.join();
  useEffect(() => tell(text === '' ? [] : text.split(',').map(Number)), [text, tell]);
}

function Failed({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const { t } = useTranslation('core');
  const words = useProblemWords();
  return <ErrorState title={t('list.failed')} text={words(error)} onRetry={onRetry} />;
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

/** So many tasks of a group come with the groups; what is beyond is read page by page. */
const mostAtOnce = 200;

interface BeyondProps {
  shown: ShownList;
  column: string;
  after: string;
  hide?: Hidden | undefined;
  /** Told the ids in their order. */
  onItems(column: string, ids: readonly number[]): void;
}

/** What a group has beyond the tasks that came with it. @param after the last of these, as the answer says it. */
function Beyond({ shown, column, after, hide, onItems }: BeyondProps) {
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
  useTold(
    items.map(({ id }) => id),
    useCallback((ids: readonly number[]) => onItems(column, ids), [onItems, column]),
  );
  useEffect(() => () => onItems(column, []), [onItems, column]);
  const hasMore = pages.length === 0 || rest.hasNextPage;
  return (
    <>
      {pages.length > 0 && <Lines shown={shown} items={items} hide={hide} />}
      {hasMore && <More busy={rest.isFetching} onMore={() => void (pages.length === 0 ? rest.refetch() : rest.fetchNextPage())} />}
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
  const [beyond, setBeyond] = useState<Readonly<Record<string, readonly number[]>>>({});
  const onBeyond = useCallback((column: string, ids: readonly number[]) => setBeyond((now) => ({ ...now, [column]: ids })), []);
  useTold(
    columns.flatMap(({ key, items }) => [...items.map(({ id }) => id), ...(beyond[key] ?? [])]),
    shown.onItems,
  );
  if (board.isError && !board.data) return <Failed error={board.error} onRetry={() => void board.refetch()} />;
  if (board.isPending) return <SkeletonRows rows={10} label={t('task.plural')} />;
  if (columns.every(({ count }) => count === 0)) return shown.empty;
  return columns.map(({ key, count, items, next }) => (
    <Group key={key} shown={shown} name={t(`due.${key}`)} count={count} items={items} isBad={key === 'overdue'} {...(hide ? { hide } : {})}>
      {next !== null && limit < mostAtOnce && <More busy={board.isFetching} onMore={() => setLimit(mostAtOnce)} />}
      {next !== null && limit === mostAtOnce && !board.isPlaceholderData && <Beyond shown={shown} column={key} after={next} hide={hide} onItems={onBeyond} />}
    </Group>
  ));
}

/** One group that a filter makes, read on when asked for. */
function Filtered(props: { shown: ShownList; name: string; filters: Record<string, string>; hide: Hidden; onCount(n: number): void }) {
  const { shown, name, filters, hide, onCount } = props;
  const list = useRecordList<Task>(type, taskEndpoints.list, { ...shown.query, ...filters, sort: '-createdAt' });
  const { total } = list;
  useEffect(() => {
    if (total !== undefined) onCount(total);
  }, [total, onCount]);
  return (
    <Group shown={shown} name={name} count={total} items={list.items} hide={hide}>
      {list.hasNextPage && <More busy={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />}
    </Group>
  );
}

function ByFilters({ shown, groups, hide }: { shown: ShownList; groups: readonly { name: string; filters: Record<string, string> }[]; hide: Hidden }) {
  const { t } = useTranslation('tasks');
  const [counts, setCounts] = useState<Record<string, number>>({});
  const known = Object.keys(counts).length;
  return (
    <>
      {groups.map(({ name, filters }) => {
        const key = JSON.stringify(filters);
        return (
          <Filtered
            key={key}
            shown={shown}
            name={name}
            filters={filters}
            hide={hide}
            onCount={(n) => counts[key] !== n && setCounts((now) => ({ ...now, [key]: n }))}
          />
        );
      })}
      {known < groups.length ? <SkeletonRows rows={6} label={t('task.plural')} /> : Object.values(counts).every((n) => n === 0) && shown.empty}
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
