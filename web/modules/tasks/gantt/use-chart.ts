import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChartedTask, type Dependency, dependencyEndpoints, taskEndpoints } from '../../../../server/contracts/tasks/endpoints.js';
import { openStates } from '../../../../server/contracts/tasks/steps.js';
import { call } from '../../../core/api.js';
import { showUndo } from '../../../ui/feedback.js';
import { dayOf } from '../../../ui/format.js';
import { useFormat } from '../../../ui/ui-context.js';
import { useWork } from '../use-work.js';
import { firstOf, lastOf, type Times } from './zoned.js';

interface Reply {
  tasks: ChartedTask[];
  links: Dependency[];
  more: boolean;
}

/** More others than these are counted only. */
const mostNamed = 3;

/** The tasks of a chart, and what moves and binds them: shown at once, said, and taken back in one step. */
export function useChart(query: Record<string, string>, inProject: boolean) {
  const { t } = useTranslation('tasks');
  const f = useFormat();
  const work = useWork();
  const client = useQueryClient();
  // A filter by state has the last word; without one the finished ones are part of a project's plan, and stay out elsewhere.
  const isByState = inProject || Object.keys(query).some((name) => name.startsWith('state'));
  const asked = isByState ? query : { ...query, 'state.in': openStates.join() };
  const text = JSON.stringify(asked);
  const key = useMemo(() => ['tasks.task', 'board', 'chart', text], [text]);
  const chart = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(taskEndpoints.chart, { query: asked, signal }),
    placeholderData: keepPreviousData,
  });
  /** One after the other, each on what the one before made of the task. */
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  /** @returns whether it was stored; what was refused springs back. */
  const move = useCallback(
    async (task: ChartedTask, change: Partial<Times>): Promise<boolean> => {
      const next = { ...task, ...change };
      client.setQueryData<Reply>(key, (now) => now && { ...now, tasks: now.tasks.map((one) => (one.id === task.id ? next : one)) });
      const send = () => {
        const version = client.getQueryData<Reply>(key)?.tasks.find(({ id }) => id === task.id)?.version ?? task.version;
        return call(taskEndpoints.reschedule, { params: { id: task.id }, body: { ...change, version } });
      };
      const got: { reply?: Awaited<ReturnType<typeof send>> } = {};
      await work(async () => {
        const turn = queue.current.catch(() => undefined).then(send);
        queue.current = turn;
        got.reply = await turn;
        const stored = new Map(
          got.reply.items.map(({ id, version, plannedStartAt, plannedEndAt, deadlineAt }) => [id, { version, plannedStartAt, plannedEndAt, deadlineAt }]),
        );
        client.setQueryData<Reply>(key, (now) => now && { ...now, tasks: now.tasks.map((one) => ({ ...one, ...stored.get(one.id) })) });
      });
      if (!got.reply) return false;
      const { items, undo } = got.reply;
      const day = (instant: string | null) => (instant === null ? '' : f.day(dayOf(new Date(instant), f.timeZone)));
      const [from, until] = [day(firstOf(next)), day(lastOf(next))];
      const others = items.slice(1);
      const pushed = {
        count: others.length,
        titles: others
          .slice(0, mostNamed)
          .map(({ title }) => `“${title}”`)
          .join(', '),
      };
      showUndo({
        text: [
          t('gantt.moved', { title: task.title, when: from === until ? from : `${from} – ${until}` }),
          ...(others.length === 0 ? [] : [t(others.length > mostNamed ? 'gantt.pushedMany' : 'gantt.pushed', pushed)]),
        ].join(' · '),
        onUndo: () => work.undo(() => call(taskEndpoints.times, { body: { items: undo } })),
      });
      return true;
    },
    [client, work, t, f, key],
  );
  const link = useCallback(
    async (fromId: number, toId: number, kind: Dependency['kind']): Promise<void> => {
      const made: { id?: number } = {};
      await work(async () => {
        made.id = (await call(dependencyEndpoints.create, { body: { fromId, toId, kind } })).id;
      });
      const { id } = made;
      if (id === undefined) return;
      showUndo({ text: t('gantt.linked'), onUndo: () => work.undo(() => call(dependencyEndpoints.remove, { params: { id } })) });
    },
    [work, t],
  );
  return { chart, move, link };
}
