import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { activityEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import { call } from '../../../core/api.js';
import { useLive } from '../../../core/live.js';
import { useAddressQuery, useGo, useRouteParams } from '../../../core/navigation.js';
import { ListFailed } from '../../../core/records/list-states.js';
import { useMay, useMayFor, useSession } from '../../../core/session.js';
import { useHeading } from '../../../core/shell/heading.js';
import { useWorkThen } from '../../../core/use-work.js';
import { CalendarFrame, calendarViews, dayOrToday, isCalendarView } from '../../../ui/calendar/calendar-frame.js';
import { showUndo } from '../../../ui/feedback.js';
import { PageBar } from '../../../ui/page-bar.js';
import { activityIcons } from '../../../ui/timeline/planned-entry.js';
import { useFormat } from '../../../ui/ui-context.js';
import { usePhone } from '../../../ui/use-media.js';
import { CrmSections } from '../records/section-nav.js';
import s from './activities.module.css';
import { NewActivity } from './new-activity.js';
import { OpenActivity } from './open-activity.js';
import { useActivities } from './use-activities.js';

const path = '/crm/activities';

/** Calls, meetings, mails and to-dos at their time: one's own, or everybody's that one may see. */
export default function CalendarPage() {
  const { t } = useTranslation(['crm', 'ui']);
  const f = useFormat();
  const phone = usePhone();
  const go = useGo();
  const may = useMay();
  const mayFor = useMayFor();
  const client = useQueryClient();
  const { person, permissions, company } = useSession();
  const [query, setQuery] = useAddressQuery();
  const params = useRouteParams();
  const [picked, setPicked] = useState<string | null>(null);
  const [shown, setShown] = useState<{ from: string; until: string } | null>(null);
  useHeading(t('activity.calendar'));
  useLive('crm.activity');
  const view = isCalendarView(query.view) ? query.view : phone ? 'agenda' : 'week';
  const day = dayOrToday(query.day, f.timeZone);
  const everybody = query.who === 'all' && permissions['crm.activity.read'] !== 'own';
  const list = useActivities(shown, everybody ? null : person.id);
  const set = (change: Record<string, string | undefined>) => setQuery({ ...query, ...change });
  const creating = query.new !== undefined && may('crm.activity.create');
  const search = new URLSearchParams(Object.entries(query).filter(([name]) => name !== 'new')).toString();
  const back = `${path}${search === '' ? '' : `?${search}`}`;
  const work = useWorkThen(useCallback(() => client.invalidateQueries(), [client]));
  const items = list.data?.items ?? [];
  const move = async (id: number, dueAt: string) => {
    const before = items.find((one) => one.id === id);
    if (!(await work(() => call(activityEndpoints.change, { params: { id }, body: { dueAt, ...(before ? { version: before.version } : {}) } }))))
      throw new Error('not moved');
    showUndo({
      text: t('activity.moved', { title: before?.title, when: f.instant(dueAt) }),
      onUndo: () => work.undo(() => call(activityEndpoints.change, { params: { id }, body: { dueAt: before?.dueAt ?? null } })),
    });
  };
  const now = new Date().toISOString();
  return (
    <div className={s.page}>
      <CrmSections current={path} />
      <PageBar
        {...(permissions['crm.activity.read'] === 'own'
          ? {}
          : {
              views: [
                { id: 'me', label: t('activity.mine') },
                { id: 'all', label: t('activity.everybody') },
              ],
              view: everybody ? 'all' : 'me',
              onView: (who: string) => set({ who: who === 'all' ? who : undefined }),
            })}
        segments={calendarViews.map(({ id, icon }) => ({ id, icon, label: t(`ui:calendar.view.${id}`) }))}
        segment={view}
        onSegment={(next) => set({ view: next })}
        {...(may('crm.activity.create')
          ? {
              primary: {
                label: t('activity.new'),
                icon: 'plus' as const,
                onClick: () => {
                  setPicked(null);
                  set({ new: '1' });
                },
              },
            }
          : {})}
      />
      <div className={s.body}>
        {list.isError && items.length === 0 ? (
          <ListFailed error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <CalendarFrame
            label={t('activity.calendar')}
            view={view}
            day={day}
            weekStart={company.weekStart}
            note={list.data?.more && <p className={s.more}>{t('activity.tooMany')}</p>}
            entries={items.flatMap((one) =>
              one.dueAt === null
                ? []
                : [
                    {
                      id: one.id,
                      title: one.title,
                      at: one.dueAt,
                      icon: activityIcons[one.kind],
                      look: one.doneAt ? 'done' : one.dueAt < now ? 'overdue' : 'planned',
                      state: one.doneAt ? t('activity.isDone') : one.dueAt < now ? t('activity.isOverdue') : undefined,
                      movable: one.doneAt === null && mayFor('crm.activity.change', one.ownerId),
                    },
                  ],
            )}
            onShown={(from, until) => setShown((before) => (before?.from === from && before.until === until ? before : { from, until }))}
            onOpen={(id) => go(`${path}/${id}${search === '' ? '' : `?${search}`}`)}
            onPick={
              may('crm.activity.create')
                ? (at) => {
                    setPicked(at);
                    set({ new: '1' });
                  }
                : undefined
            }
            onMove={move}
            onGo={(next, nextView) => set({ day: next, ...(nextView === view ? {} : { view: nextView }) })}
          />
        )}
      </div>
      {params.id && <OpenActivity id={Number(params.id)} work={work} onClose={() => go(back)} />}
      <NewActivity key={picked ?? ''} opened={creating} at={picked} onClose={() => set({ new: undefined })} />
    </div>
  );
}
