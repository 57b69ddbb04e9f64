import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Grip, movedBy, plannedOn, type Span, spanOf } from '../../../../server/contracts/tasks/chart-spans.js';
import { criticalPath } from '../../../../server/contracts/tasks/critical-path.js';
import type { ChartedTask, Dependency } from '../../../../server/contracts/tasks/endpoints.js';
import type { ProjectStage } from '../../../../server/contracts/tasks/records.js';
import { dayOfWall, isDayOff, workdayFrom, workingMinutes } from '../../../../server/contracts/tasks/wall-days.js';
import type { ShownList } from '../../../core/records/list-page.js';
import { useSession } from '../../../core/session.js';
import type { Entry } from '../../../ui/action-menu.js';
import { Button } from '../../../ui/button.js';
import { cx } from '../../../ui/cx.js';
import { Dialog } from '../../../ui/dialog.js';
import { showError } from '../../../ui/feedback.js';
import { QuickChip } from '../../../ui/list/filter-bar.js';
import pieces from '../../../ui/pieces.module.css';
import { useFormat } from '../../../ui/ui-context.js';
import { useFinger, usePhone } from '../../../ui/use-media.js';
import { Dependencies } from '../panel/dependencies.js';
import { Arrows } from './arrows.js';
import type { RowActions } from './bar.js';
import s from './gantt.module.css';
import { Row } from './gantt-row.js';
import { isTaskRow, rankBy, rowsOf } from './rows.js';
import { isZoom, scaleOf, xOf, type Zoom, zooms } from './scale.js';
import { TimelineHead } from './timeline-head.js';
import { Tray } from './tray.js';
import { useDrag } from './use-drag.js';
import { datesOf, dayText, firstOf, instantsOf, lastOf, type Times, wallOf, wallTimesOf } from './zoned.js';

/** How long keys may rest before what they moved is stored, in milliseconds. */
const pause = 700;
const headHeight = 48;
/** After so many milliseconds without a scroll it has come to rest. */
const atRest = 100;

interface ChartProps {
  shown: ShownList;
  tasks: readonly ChartedTask[];
  links: readonly Dependency[];
  stages: readonly Pick<ProjectStage, 'id' | 'name' | 'colour'>[] | null;
  move(task: ChartedTask, change: Partial<Times>): Promise<boolean>;
  link(fromId: number, toId: number, kind: Dependency['kind']): Promise<void>;
}

type Taken = { of: 'bar'; task: ChartedTask; grip: Grip } | { of: 'link'; task: ChartedTask; end: 'from' | 'until' } | { of: 'tray'; task: ChartedTask };
interface Point {
  x: number;
  y: number;
}
/** What is on its way and not stored yet. */
type Pending =
  | { of: 'bar'; task: ChartedTask; grip: Grip; days: number }
  | { of: 'link'; task: ChartedTask; end: 'from' | 'until'; to: Point }
  | { of: 'tray'; task: ChartedTask; at: Point; day: number | null };

export function Chart({ shown, tasks, links, stages, move, link }: ChartProps) {
  const { t } = useTranslation(['tasks', 'ui']);
  const f = useFormat();
  const { timeZone } = f;
  const id = useId();
  const phone = usePhone();
  const finger = useFinger();
  const { company } = useSession();
  const { workingHours } = company;
  const { address, hrefOf, open, openId } = shown;
  const scroller = useRef<HTMLDivElement>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [pending, setPending] = useState<Pending | null>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const [asking, setAsking] = useState<ChartedTask | null>(null);

  const rank = useRef<{ query: string; of: ReadonlyMap<number, number> }>({ query: '', of: new Map() });
  const query = JSON.stringify(shown.query);
  const { rows, tray } = useMemo(() => {
    rank.current = { query, of: rankBy(tasks, rank.current.query === query ? rank.current.of : new Map()) };
    return rowsOf(tasks, stages, closed, rank.current.of);
  }, [tasks, stages, closed, query]);
  const rowOf = useMemo(() => new Map(rows.flatMap((row, n): [number, number][] => (isTaskRow(row) ? [[row.task.id, n]] : []))), [rows]);
  const { onItems } = shown;
  useEffect(() => onItems([...rowOf.keys()]), [rowOf, onItems]);
  const byId = useMemo(() => new Map(tasks.map((task) => [task.id, task])), [tasks]);

  const newest = useRef(byId);
  newest.current = byId;

  // Everything follows from here: how wide a day is, and how high a row.
  const zoom: Zoom = isZoom(address.other.span) ? address.other.span : 'week';
  const now = wallOf(`${new Date().toISOString().slice(0, 16)}:00.000Z`, timeZone);
  const today = dayOfWall(now);
  const bounds = useMemo(() => {
    const first = tasks.flatMap((task) => firstOf(task) ?? []).sort()[0];
    const last = tasks
      .flatMap((task) => lastOf(task) ?? [])
      .sort()
      .at(-1);
    return first && last ? { from: dayOfWall(wallOf(first, timeZone)), until: dayOfWall(wallOf(last, timeZone)) } : null;
  }, [tasks, timeZone]);
  const [from, until] = [bounds?.from ?? today, bounds?.until ?? today];
  const scale = useMemo(() => scaleOf(zoom, today, { from, until }, company.weekStart), [zoom, today, from, until, company.weekStart]);
  const nameWidth = phone ? 0 : 280;
  const rowHeight = phone ? 60 : finger ? 48 : 36;
  const middle = phone ? 42 : rowHeight / 2;
  const width = (scale.until - scale.from) * scale.perDay;

  const timesOf = (task: ChartedTask) => {
    const times = wallTimesOf(task, timeZone);
    if (pending?.of !== 'bar' || pending.task.id !== task.id) return times;
    return { ...times, ...movedBy(workingHours, times, pending.grip, pending.days) };
  };
  const spanById = (taskId: number): Span | null => {
    const task = byId.get(taskId);
    return task ? spanOf(workingHours, timesOf(task)) : null;
  };
  const isCriticalShown = address.other.critical === '1';
  const critical = useMemo(() => {
    if (!isCriticalShown) return new Set<number>();
    const minutes = new Map<number, number>();
    for (const task of tasks) {
      const span = spanOf(workingHours, wallTimesOf(task, timeZone));
      if (span) minutes.set(task.id, workingMinutes(workingHours, span.from, span.until));
    }
    return criticalPath(minutes, links);
  }, [isCriticalShown, tasks, links, timeZone, workingHours]);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    getItemKey: (index) => rows[index]?.key ?? index,
    // The row that holds the keyboard stays where it is.
    rangeExtractor: (range) => {
      const at = rows.findIndex(({ key }) => key === current);
      const shownRows = defaultRangeExtractor(range);
      return at < 0 || shownRows.includes(at) ? shownRows : [...shownRows, at].sort((a, b) => a - b);
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when rows become higher
  useEffect(() => virtual.measure(), [rowHeight]);

  // The same days stay in the middle when they become wider; at first it is today, or the beginning of what is over.
  const shownDay = useRef<number | null>(null);
  const keepDay = useRef(() => {});
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const room = element.clientWidth - nameWidth;
    const start = Math.min(Math.max(today, from), until) - room / scale.perDay / 4;
    const left = shownDay.current === null ? start : shownDay.current - room / scale.perDay / 2;
    element.scrollLeft = (left - scale.from) * scale.perDay;
    const keep = () => {
      shownDay.current = scale.from + (element.scrollLeft + (element.clientWidth - nameWidth) / 2) / scale.perDay;
    };
    keep();
    keepDay.current = keep;
    // Asked for at rest: asked for at each step of a scroll, the whole page would be laid out one time more.
    let resting: ReturnType<typeof setTimeout> | undefined;
    const onScroll = () => {
      clearTimeout(resting);
      resting = setTimeout(keep, atRest);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      clearTimeout(resting);
      element.removeEventListener('scroll', onScroll);
    };
  }, [scale, nameWidth, today, from, until]);
  const toToday = () => {
    const element = scroller.current;
    if (element) element.scrollTo({ left: (today - scale.from) * scale.perDay - (element.clientWidth - nameWidth) / 4 });
  };
  const setZoom = (next: Zoom | undefined) => {
    if (!next || next === zoom) return;
    keepDay.current();
    address.set({ span: next });
  };

  const store = useCallback(
    async ({ id: taskId }: ChartedTask, grip: Grip, days: number) => {
      // As it is now: it may have been moved since it was taken up.
      const task = newest.current.get(taskId);
      if (!task) return setPending(null);
      const change = movedBy(workingHours, wallTimesOf(task, timeZone), grip, days);
      setPending(null);
      if (change) await move(task, instantsOf(change, timeZone));
    },
    [move, timeZone, workingHours],
  );
  const plan = (task: ChartedTask, day: number) => move(task, instantsOf(plannedOn(workingHours, day, task.estimateMinutes), timeZone));

  // By keyboard: days are gathered as long as keys are pressed.
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const nudged = useRef<{ task: ChartedTask; grip: Grip; days: number } | null>(null);
  const settle = useCallback(() => {
    clearTimeout(timer.current);
    const one = nudged.current;
    nudged.current = null;
    if (one) void store(one.task, one.grip, one.days);
  }, [store]);
  // Who leaves has moved it all the same.
  const leave = useRef(settle);
  leave.current = settle;
  useEffect(() => () => leave.current(), []);
  const refuse = useCallback((task: ChartedTask) => showError({ text: t('gantt.mayNot', { title: task.title }) }), [t]);
  const nudge = (task: ChartedTask, grip: Grip, by: number) => {
    if (!task.mayPlan) return refuse(task);
    if (nudged.current && (nudged.current.task.id !== task.id || nudged.current.grip !== grip)) settle();
    const days = (nudged.current?.days ?? 0) + by;
    if (days !== 0 && !movedBy(workingHours, wallTimesOf(task, timeZone), grip, days)) return;
    nudged.current = { task, grip, days };
    setPending({ of: 'bar', task, grip, days });
    clearTimeout(timer.current);
    timer.current = setTimeout(settle, pause);
  };
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    const target = scroller.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] [data-focus]`);
    if (!target) return;
    wanted.current = null;
    target.focus();
  });
  const goTo = (index: number) => {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (!row) return;
    wanted.current = rows.indexOf(row);
    setCurrent(row.key);
    virtual.scrollToIndex(wanted.current, { align: 'auto' });
  };
  const toggle = (key: string) => setClosed((before) => new Set(before.has(key) ? [...before].filter((one) => one !== key) : [...before, key]));
  const onRowKey = (event: KeyboardEvent<HTMLElement>, index: number) => {
    const row = rows[index];
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -rows.length, End: rows.length }[event.key];
    const isOwn = row && (!isTaskRow(row) || row.sum !== null);
    if (event.key === 'Escape' && nudged.current) {
      clearTimeout(timer.current);
      nudged.current = null;
      setPending(null);
    } else if (step !== undefined) {
      settle();
      goTo(index + step);
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const by = event.key === 'ArrowRight' ? 1 : -1;
      if (isOwn) {
        if (row.isClosed === by > 0) toggle(row.key);
      } else if (row && isTaskRow(row)) nudge(row.task, event.shiftKey ? 'until' : 'whole', by);
    } else if (event.key === '+' || event.key === '-') setZoom(zooms[zooms.indexOf(zoom) + (event.key === '+' ? -1 : 1)]);
    else if (event.key.toLowerCase() === 'm' || event.key === 'ContextMenu') {
      settle();
      event.currentTarget.closest('[data-index]')?.querySelector<HTMLElement>('[data-menu]')?.click();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  // By pointer.
  const inChart = ({ x, y }: Point): Point | null => {
    const element = scroller.current;
    const box = element?.getBoundingClientRect();
    if (!element || !box || x < box.left + nameWidth || x > box.right || y < box.top || y > box.bottom) return null;
    return { x: x - box.left + element.scrollLeft - nameWidth, y: y - box.top + element.scrollTop - headHeight };
  };
  const dayAt = (at: Point): number | null => {
    const place = inChart(at);
    return place && Math.floor(scale.from + place.x / scale.perDay);
  };
  const drag = useDrag<Taken>(scroller, {
    onMove(what, by, at) {
      if (what.of === 'bar') setPending({ ...what, days: Math.round(by / scale.perDay) });
      else if (what.of === 'tray') setPending({ ...what, at, day: dayAt(at) });
      else setPending({ ...what, to: inChart(at) ?? { x: 0, y: 0 } });
    },
    onDrop(what, by, at) {
      if (what.of === 'bar') return void store(what.task, what.grip, Math.round(by / scale.perDay));
      setPending(null);
      if (what.of === 'tray') {
        const day = dayAt(at);
        if (day !== null) void plan(what.task, day);
        return;
      }
      const target = document.elementFromPoint(at.x, at.y)?.closest<HTMLElement>('[data-bar], [data-dot]');
      const toId = Number(target?.dataset.bar ?? target?.dataset.of ?? what.task.id);
      const end = target?.dataset.dot === 'until' ? 'end' : 'start';
      if (toId !== what.task.id) void link(what.task.id, toId, `${what.end === 'until' ? 'end' : 'start'}-${end}`);
    },
    onCancel: () => setPending(null),
  });
  const { begin, isClick } = drag;
  const entriesFor = (task: ChartedTask): Entry[] => {
    const span = spanOf(workingHours, wallTimesOf(task, timeZone));
    const by = (grip: Grip, days: number) => () => (task.mayPlan ? void store(task, grip, days) : refuse(task));
    return [
      { id: 'open', label: t('gantt.open'), icon: 'external', onSelect: () => open(task) },
      { id: 'links', label: t('gantt.links'), icon: 'link', onSelect: () => setAsking(task) },
      ...(span && task.mayPlan
        ? [
            'line' as const,
            { id: 'later', label: t('gantt.later'), icon: 'right' as const, onSelect: by('whole', 1) },
            { id: 'earlier', label: t('gantt.earlier'), icon: 'left' as const, onSelect: by('whole', -1) },
            ...(span.look === 'bar'
              ? [
                  { id: 'longer', label: t('gantt.longer'), icon: 'plus' as const, onSelect: by('until', 1) },
                  { id: 'shorter', label: t('gantt.shorter'), icon: 'minus' as const, onSelect: by('until', -1) },
                  { id: 'sooner', label: t('gantt.sooner'), icon: 'left' as const, onSelect: by('from', -1) },
                  { id: 'delayed', label: t('gantt.delayed'), icon: 'right' as const, onSelect: by('from', 1) },
                ]
              : []),
          ]
        : []),
    ];
  };

  const doings: RowActions = {
    take(event, task, grip) {
      settle();
      if (task.mayPlan) begin(event, { of: 'bar', task, grip });
    },
    link: (event, task, end) => begin(event, { of: 'link', task, end }),
    open: (task) => isClick() && open(task),
    key: onRowKey,
    focus: setCurrent,
    leave: settle,
    toggle,
    entries: entriesFor,
  };
  const latest = useRef(doings);
  latest.current = doings;
  const actions = useMemo<RowActions>(
    () => ({
      take: (...given) => latest.current.take(...given),
      link: (...given) => latest.current.link(...given),
      open: (...given) => latest.current.open(...given),
      key: (...given) => latest.current.key(...given),
      focus: (...given) => latest.current.focus(...given),
      leave: () => latest.current.leave(),
      toggle: (...given) => latest.current.toggle(...given),
      entries: (...given) => latest.current.entries(...given),
    }),
    [],
  );

  const items = virtual.getVirtualItems();
  const currentKey = rows.some(({ key }) => key === current) ? current : rows[0]?.key;
  const moving = pending?.of === 'bar' ? spanById(pending.task.id) : null;
  const draftFrom = pending?.of === 'link' ? spanById(pending.task.id) : null;
  // The days off of a week, from the first that is drawn on.
  const daysOff = [0, 1, 2, 3, 4, 5, 6].map((n) => {
    const look = isDayOff(workingHours, scale.from + n) ? 'var(--off)' : 'transparent';
    return `${look} ${n * scale.perDay}px ${(n + 1) * scale.perDay}px`;
  });
  return (
    <div className={s.gantt}>
      <div className={s.tools}>
        <Button small onClick={toToday}>
          {t('plan.today')}
        </Button>
        <label className={s.zoom}>
          <span className={pieces.vh}>{t('gantt.zoom')}</span>
          <select value={zoom} onChange={(event) => setZoom(event.target.value as Zoom)}>
            {zooms.map((each) => (
              <option key={each} value={each}>
                {t(`gantt.zooms.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <QuickChip label={t('gantt.critical')} pressed={isCriticalShown} onClick={() => address.set({ critical: isCriticalShown ? undefined : '1' })} />
        {isCriticalShown && critical.size === 0 && <span className={s.hint}>{t('gantt.noCritical')}</span>}
      </div>
      <p id={`${id}-keys`} className={pieces.vh}>
        {t('gantt.keys')}
      </p>
      <p className={pieces.vh} aria-live="polite">
        {moving && pending?.of === 'bar' && nudged.current ? datesOf(moving, f) : ''}
      </p>
      <div
        ref={scroller}
        className={cx(s.scroller, pending?.of === 'link' && s.linking)}
        style={{ scrollPadding: `${headHeight}px 24px 24px ${nameWidth + 24}px` }}
      >
        <div className={s.sheet} style={{ width: nameWidth + width }}>
          <div className={s.headRow} style={{ height: headHeight }}>
            {!phone && (
              <span className={s.corner} style={{ width: nameWidth }}>
                {t('task.plural')}
              </span>
            )}
            <TimelineHead scale={scale} scroller={scroller} nameWidth={nameWidth} />
          </div>
          <div className={s.body} style={{ minHeight: Math.max(virtual.getTotalSize(), rowHeight) }}>
            <div
              className={s.ground}
              style={{
                left: nameWidth,
                backgroundSize: `${7 * scale.perDay}px 100%, ${(zoom === 'day' ? 1 : 7) * scale.perDay}px 100%`,
                backgroundImage: [
                  `linear-gradient(to right, ${daysOff.join()})`,
                  ...(zoom === 'month' ? [] : ['linear-gradient(to right, var(--line) 1px, transparent 0)']),
                ].join(),
              }}
            />
            <span className={s.today} style={{ left: nameWidth + xOf(scale, now) }} title={t('plan.today')} />
            {/* biome-ignore lint/a11y/noRedundantRoles: without markers Safari drops the role of a list */}
            <ul role="list" aria-label={t('view.gantt')} className={s.rows}>
              {items.map(({ index, start }) => {
                const row = rows[index];
                if (!row) return null;
                const task = isTaskRow(row) ? row.task : null;
                const isPending = pending?.of === 'bar' && pending.task.id === task?.id;
                return (
                  <Row
                    key={row.key}
                    row={row}
                    top={start - headHeight}
                    height={rowHeight}
                    index={index}
                    count={rows.length}
                    isCurrent={row.key === currentKey}
                    isOpened={task !== null && task.id === openId}
                    href={task ? hrefOf(task) : ''}
                    scale={scale}
                    isCritical={task !== null && critical.has(task.id)}
                    grip={isPending ? pending.grip : null}
                    days={isPending ? pending.days : 0}
                    describedBy={`${id}-keys`}
                    actions={actions}
                  />
                );
              })}
            </ul>
            <div className={s.above} style={{ left: nameWidth }}>
              <Arrows
                links={links}
                rowOf={rowOf}
                spanOf={spanById}
                scale={scale}
                rowHeight={rowHeight}
                middle={middle}
                first={items[0]?.index ?? 0}
                last={items.at(-1)?.index ?? 0}
                critical={critical}
                draft={
                  pending?.of === 'link' && draftFrom
                    ? { from: { x: xOf(scale, draftFrom[pending.end]), y: (rowOf.get(pending.task.id) ?? 0) * rowHeight + middle }, to: pending.to }
                    : null
                }
              />
            </div>
            {rows.length === 0 && <p className={s.hint}>{t('gantt.onlyTray')}</p>}
          </div>
        </div>
      </div>
      <Tray
        tasks={tray}
        hrefOf={hrefOf}
        onTake={(event, task) => begin(event, { of: 'tray', task })}
        onPlan={(task) => void plan(task, workdayFrom(workingHours, today))}
      />
      {pending?.of === 'tray' && (
        <span className={s.ghost} style={{ transform: `translate(${pending.at.x + 12}px, ${pending.at.y + 12}px)` }}>
          {pending.task.title}
          {pending.day !== null && <b>{f.day(dayText(pending.day))}</b>}
        </span>
      )}
      {asking && (
        <Dialog opened title={asking.title} onClose={() => setAsking(null)}>
          <Dependencies taskId={asking.id} mayChange begins={!links.some(({ fromId, toId }) => fromId === asking.id || toId === asking.id)} />
        </Dialog>
      )}
    </div>
  );
}
