import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { activityEndpoints, dealEndpoints, leadEndpoints } from '../../../server/contracts/crm/endpoints.js';
import { call } from '../../core/api.js';
import { useLive } from '../../core/live.js';
import type { DayItem } from '../../core/module.js';
import { useGo } from '../../core/navigation.js';
import { useRecordList } from '../../core/records/use-records.js';
import { useRecordPlaces } from '../../core/registry.js';
import { useSession } from '../../core/session.js';
import { showError } from '../../ui/feedback.js';
import { dayOf } from '../../ui/format.js';
import type { IconName } from '../../ui/icon.js';
import { fromZoned } from '../../ui/zone.js';

const icons: Record<string, IconName> = { call: 'phone', meeting: 'cal', mail: 'mail', todo: 'tasks' };

/** As many leads as a day can take; the rest is in the list. */
const mostLeads = 20;

/** The leads of the person for which nothing is planned yet: they are getting cold. */
export function useLeadsOfMyDay(): { items: DayItem[]; loading: boolean; error?: Error | null } {
  const { t } = useTranslation('crm');
  const go = useGo();
  const { id: me } = useSession().person;
  useLive('crm.lead');
  const list = useRecordList('crm.lead', leadEndpoints.list, { ownerId: me, 'closedAt.empty': true, 'nextActivityKind.empty': true, sort: '-createdAt' });
  return {
    loading: list.isPending,
    error: list.error,
    items: list.items.slice(0, mostLeads).map((lead) => {
      const to = `/crm/leads/${lead.id}`;
      return {
        id: `crm.lead:${lead.id}`,
        due: null,
        icon: 'funnel',
        title: lead.title ?? `${t('lead.one')} ${lead.id}`,
        to,
        about: t('myDay.noStep'),
        action: { label: t('myDay.plan'), onSelect: () => go(to) },
      };
    }),
  };
}

/** The deals of the person for which nothing is planned, in one line: it leads to their list, or to the only one. */
export function useDealsOfMyDay(): { items: DayItem[]; loading: boolean; error?: Error | null } {
  const { t } = useTranslation('crm');
  const go = useGo();
  const { id: me } = useSession().person;
  useLive('crm.deal');
  const filters = { ownerId: String(me), 'closedAt.empty': 'true', 'nextActivityKind.empty': 'true' };
  const list = useRecordList('crm.deal', dealEndpoints.list, { ...filters, sort: '-createdAt' });
  const [first] = list.items;
  const count = list.total ?? list.items.length;
  const to = count === 1 && first ? `/crm/deals/${first.id}` : `/crm/deals?${new URLSearchParams({ view: 'list', ...filters })}`;
  const line: DayItem | undefined = first && {
    id: 'crm.deal',
    due: null,
    icon: 'deals',
    title: count === 1 ? first.title : t('myDay.dealsWithoutStep', { count }),
    to,
    ...(count === 1 ? { about: t('myDay.dealNoStep') } : {}),
    action: { label: t('myDay.plan'), onSelect: () => go(to) },
  };
  return { loading: list.isPending, error: list.error, items: line ? [line] : [] };
}

/** The planned activities of the person that are due by the end of today. */
export function useActivitiesOfMyDay(): { items: DayItem[]; loading: boolean; error?: Error | null } {
  const { t } = useTranslation('crm');
  const client = useQueryClient();
  const places = useRecordPlaces();
  const { id: me, timeZone } = useSession().person;
  useLive('crm.activity');
  // The day ends at midnight where the person is, not where the browser thinks it is.
  const today = dayOf(new Date(), timeZone);
  const tonight = fromZoned(`${today}T23:59`, timeZone) ?? new Date().toISOString();
  const list = useRecordList('crm.activity', activityEndpoints.list, { ownerId: me, 'doneAt.empty': true, 'dueAt.lte': tonight, sort: 'dueAt' });
  const complete = async (id: number) => {
    try {
      await call(activityEndpoints.complete, { params: { id }, body: {} });
      await client.invalidateQueries();
    } catch (error) {
      showError({ text: error instanceof Error ? error.message : String(error) });
    }
  };
  return {
    loading: list.isPending,
    error: list.error,
    items: list.items.map((activity) => ({
      id: `crm.activity:${activity.id}`,
      due: activity.dueAt,
      icon: icons[activity.kind] ?? 'tasks',
      title: activity.title,
      to: places(activity.recordType, activity.recordId)?.url ?? '/crm',
      record: { type: activity.recordType, id: activity.recordId },
      ...(activity.text ? { about: activity.text } : {}),
      action: { label: t('myDay.done'), onSelect: () => void complete(activity.id) },
    })),
  };
}
