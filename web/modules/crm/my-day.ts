import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { activityEndpoints, dealEndpoints, leadEndpoints } from '../../../server/contracts/crm/endpoints.js';
import type { Lead } from '../../../server/contracts/crm/records.js';
import { call } from '../../core/api.js';
import { withRest } from '../../core/home/day.js';
import { useLive } from '../../core/live.js';
import type { DayAnswer, DayItem } from '../../core/module.js';
import { useGo } from '../../core/navigation.js';
import { recordKeys } from '../../core/records/keys.js';
import { useRecordList } from '../../core/records/use-records.js';
import { useRecordPlaces } from '../../core/registry.js';
import { useSession } from '../../core/session.js';
import { useWorkThen } from '../../core/use-work.js';
import { showUndo } from '../../ui/feedback.js';
import { dayOf } from '../../ui/format.js';
import type { IconName } from '../../ui/icon.js';
import { fromZoned } from '../../ui/zone.js';

const icons: Record<string, IconName> = { call: 'phone', meeting: 'cal', mail: 'mail', todo: 'tasks' };

/** What is open, this person's, and has no next step, as lists filter by it. */
const withoutStep = (me: number) => ({ ownerId: String(me), 'closedAt.empty': 'true', 'nextActivityKind.empty': 'true' });
const listOf = (path: string, me: number): string => `${path}?${new URLSearchParams({ view: 'list', ...withoutStep(me) })}`;

interface Stepless {
  items: readonly { id: number; title: string | null }[];
  total: number | undefined;
  isPending: boolean;
  error: Error | null;
}

/** What of a kind is the person's and has nothing planned, in one line: it leads to their list, or to the only one. */
function useStepless(
  kind: { type: string; icon: IconName; path: string; one: 'lead.one' | 'deal.one'; alone: 'myDay.noStep' | 'myDay.dealNoStep' },
  titled: (count: number) => string,
  list: Stepless,
): DayAnswer {
  const { t } = useTranslation('crm');
  const go = useGo();
  const { id: me } = useSession().person;
  useLive(kind.type);
  const [first] = list.items;
  const count = list.total ?? list.items.length;
  const to = count === 1 && first ? `${kind.path}/${first.id}` : listOf(kind.path, me);
  const line: DayItem | undefined = first && {
    id: kind.type,
    due: null,
    icon: kind.icon,
    title: count === 1 ? (first.title ?? `${t(kind.one)} ${first.id}`) : titled(count),
    to,
    ...(count === 1 ? { about: t(kind.alone) } : {}),
    action: { label: t('myDay.plan'), onSelect: () => go(count === 1 ? `${to}?do=plan` : to) },
  };
  return { loading: list.isPending, error: list.error, items: line ? [line] : [] };
}

/** The leads of the person that are getting cold. */
export function useLeadsOfMyDay(): DayAnswer {
  const { t } = useTranslation('crm');
  const { id: me } = useSession().person;
  const kind = { type: 'crm.lead', icon: 'funnel', path: '/crm/leads', one: 'lead.one', alone: 'myDay.noStep' } as const;
  const leads = useRecordList<Lead>(kind.type, leadEndpoints.list, { ...withoutStep(me), sort: '-createdAt', limit: 1 });
  return useStepless(kind, (count) => t('myDay.leadsWithoutStep', { count }), leads);
}

/** Their deals, apart from those with a line of another module that asks to close them. */
export function useDealsOfMyDay(): DayAnswer {
  const { t } = useTranslation('crm');
  const kind = { type: 'crm.deal', icon: 'deals', path: '/crm/deals', one: 'deal.one', alone: 'myDay.dealNoStep' } as const;
  const { data, isPending, error } = useQuery({
    queryKey: recordKeys.list(kind.type, { myDay: 'without-step' }),
    queryFn: ({ signal }) => call(dealEndpoints.withoutStep, { signal }),
  });
  return useStepless(kind, (count) => t('myDay.dealsWithoutStep', { count }), { items: data?.items ?? [], total: data?.total, isPending, error });
}

/** The planned activities of the person that are due by the end of today. */
export function useActivitiesOfMyDay(): DayAnswer {
  const { t } = useTranslation('crm');
  const client = useQueryClient();
  const work = useWorkThen(useCallback(() => client.invalidateQueries(), [client]));
  const places = useRecordPlaces();
  const { id: me, timeZone } = useSession().person;
  useLive('crm.activity');
  // The day ends at midnight where the person is, not where the browser thinks it is.
  const today = dayOf(new Date(), timeZone);
  const tonight = fromZoned(`${today}T23:59`, timeZone) ?? new Date().toISOString();
  const list = useRecordList('crm.activity', activityEndpoints.list, { ownerId: me, 'doneAt.empty': true, 'dueAt.lte': tonight, sort: 'dueAt' });
  const complete = async ({ id, title }: { id: number; title: string }) => {
    if (!(await work(() => call(activityEndpoints.complete, { params: { id }, body: {} })))) return;
    showUndo({ text: t('activity.ticked', { title }), onUndo: () => work.undo(() => call(activityEndpoints.reopen, { params: { id } })) });
  };
  const items = list.items.map(
    (activity): DayItem => ({
      id: `crm.activity:${activity.id}`,
      due: activity.dueAt,
      icon: icons[activity.kind] ?? 'tasks',
      title: activity.title,
      to: places(activity.recordType, activity.recordId)?.url ?? '/crm',
      record: { type: activity.recordType, id: activity.recordId },
      ...(activity.text ? { about: activity.text } : {}),
      action: { label: t('myDay.done'), onSelect: () => void complete(activity) },
    }),
  );
  const rest = (count: number) => ({ id: 'crm.activity', icon: 'tasks' as const, title: t('myDay.moreActivities', { count }), to: '/crm/activities' });
  return { loading: list.isPending, error: list.error, items: withRest(items, list.total, rest) };
}
