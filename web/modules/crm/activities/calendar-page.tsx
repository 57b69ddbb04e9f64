import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { activityEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import { ApiProblem, call } from '../../../core/api.js';
import { useLive } from '../../../core/live.js';
import { useAddressQuery, useGo, useRouteParams } from '../../../core/navigation.js';
import { useMay, useMayFor, useSession } from '../../../core/session.js';
import { useHeading } from '../../../core/shell/heading.js';
import { useProblemWords } from '../../../core/words.js';
import { Button, IconButton } from '../../../ui/button.js';
import type { CalendarView } from '../../../ui/calendar/calendar.js';
import { showError, showUndo } from '../../../ui/feedback.js';
import { dayOf } from '../../../ui/format.js';
import type { IconName } from '../../../ui/icon.js';
import { PageBar } from '../../../ui/page-bar.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import { ErrorState } from '../../../ui/states.js';
import { activityIcons } from '../../../ui/timeline/planned-entry.js';
import { useFormat } from '../../../ui/ui-context.js';
import { usePhone } from '../../../ui/use-media.js';
import { CrmSections } from '../records/section-nav.js';
import s from './activities.module.css';
import { NewActivity } from './new-activity.js';
import { OpenActivity } from './open-activity.js';
import { useActivities } from './use-activities.js';

// The calendar is heavy and is fetched when it is opened.
const Calendar = lazy(() => import('../../../ui/calendar/calendar.js'));

const path = '/crm/activities';
const segments: { id: CalendarView; icon: IconName }[] = [
  { id: 'month', icon: 'cal' },
  { id: 'week', icon: 'board' },
  { id: 'day', icon: 'clock' },
  { id: 'agenda', icon: 'list' },
];
const isView = (text: string | undefined): text is CalendarView => segments.some(({ id }) => id === text);

/** The day that many days, weeks or months away. @param day `YYYY-MM-DD`. */
function turned(day: string, view: CalendarView, by: 1 | -1): string {
  const at = new Date(`${day}T12:00:00Z`);
  if (view === 'month') at.setUTCMonth(at.getUTCMonth() + by, 1);
  else at.setUTCDate(at.getUTCDate() + by * (view === 'day' ? 1 : 7));
  return at.toISOString().slice(0, 10);
}

/** Calls, meetings, mails and to-dos at their time: one's own, or everybody's that one may see. */
export default function CalendarPage() {
  const { t } = useTranslation('crm');
  const f = useFormat();
  const phone = usePhone();
  const go = useGo();
  const may = useMay();
  const mayFor = useMayFor();
  const words = useProblemWords();
  const client = useQueryClient();
  const { person, permissions, company } = useSession();
  const [query, setQuery] = useAddressQuery();
  const params = useRouteParams();
  const [picked, setPicked] = useState<string | null>(null);
  const [shown, setShown] = useState<{ from: string; until: string; title: string } | null>(null);
  useHeading(t('activity.calendar'));
  useLive('crm.activity');
  const view = isView(query.view) ? query.view : phone ? 'agenda' : 'week';
  const today = dayOf(new Date(), f.timeZone);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(query.day ?? '') && !Number.isNaN(Date.parse(query.day as string)) ? (query.day as string) : today;
  const everybody = query.who === 'all' && permissions['crm.activity.read'] !== 'own';
  const list = useActivities(shown, everybody ? null : person.id);
  const set = (change: Record<string, string | undefined>) => setQuery({ ...query, ...change });
  const creating = query.new !== undefined && may('crm.activity.create');
  const search = new URLSearchParams(Object.entries(query).filter(([name]) => name !== 'new')).toString();
  const back = `${path}${search === '' ? '' : `?${search}`}`;
  const work = async (doing: () => Promise<unknown>): Promise<boolean> => {
    try {
      await doing();
      await client.invalidateQueries();
      return true;
    } catch (error) {
      showError({ text: words(error), ...(error instanceof ApiProblem && error.requestId ? { requestId: error.requestId } : {}) });
      return false;
    }
  };
  const items = list.data?.items ?? [];
  const move = async (id: number, dueAt: string) => {
    const before = items.find((one) => one.id === id);
    if (!(await work(() => call(activityEndpoints.change, { params: { id }, body: { dueAt, ...(before ? { version: before.version } : {}) } }))))
      throw new Error('not moved');
    showUndo({
      text: t('activity.moved', { title: before?.title, when: f.instant(dueAt) }),
      onUndo: () => void work(() => call(activityEndpoints.change, { params: { id }, body: { dueAt: before?.dueAt ?? null } })),
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
        segments={segments.map(({ id, icon }) => ({ id, icon, label: t(`activity.view.${id}`) }))}
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
        <div className={s.turn}>
          <Button onClick={() => set({ day: undefined })}>{t('activity.today')}</Button>
          <IconButton icon="left" label={t(`activity.before.${view}`)} onClick={() => set({ day: turned(day, view, -1) })} />
          <IconButton icon="right" label={t(`activity.after.${view}`)} onClick={() => set({ day: turned(day, view, 1) })} />
          <h2 className={s.shown} aria-live="polite">
            {shown?.title}
          </h2>
        </div>
        {list.data?.more && <p className={s.more}>{t('activity.tooMany')}</p>}
        {list.isError && items.length === 0 ? (
          <ErrorState title={t('activity.calendar')} text={words(list.error)} onRetry={() => void list.refetch()} />
        ) : (
          <Suspense fallback={<SkeletonRows rows={12} label={t('activity.calendar')} />}>
            <Calendar
              label={t('activity.calendar')}
              view={view}
              day={day}
              weekStart={company.weekStart}
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
              onShown={(from, until, title) =>
                setShown((before) => (before?.from === from && before.until === until && before.title === title ? before : { from, until, title }))
              }
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
              onDay={(next) => set({ view: 'day', day: next })}
            />
          </Suspense>
        )}
      </div>
      {params.id && <OpenActivity id={Number(params.id)} work={work} onClose={() => go(back)} />}
      <NewActivity key={picked ?? ''} opened={creating} at={picked} onClose={() => set({ new: undefined })} />
    </div>
  );
}
