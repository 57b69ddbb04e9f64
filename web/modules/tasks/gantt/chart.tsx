import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { movedBy, type Span, spanOf } from '../../../../server/contracts/tasks/chart-spans.js';
import { criticalPath } from '../../../../server/contracts/tasks/critical-path.js';
import type { ChartedTask, Dependency } from '../../../../server/contracts/tasks/endpoints.js';
import type { ProjectStage } from '../../../../server/contracts/tasks/records.js';
import { dayOfWall, workdayFrom, workingMinutes } from '../../../../server/contracts/tasks/wall-days.js';
import type { ShownList } from '../../../core/records/list-page.js';
import { useTold } from '../../../core/records/stretches.js';
import { useSession } from '../../../core/session.js';
import { cx } from '../../../ui/cx.js';
import { Dialog } from '../../../ui/dialog.js';
import pieces from '../../../ui/pieces.module.css';
import { useFormat } from '../../../ui/ui-context.js';
import { useFinger, usePhone } from '../../../ui/use-media.js';
import { Dependencies } from '../panel/dependencies.js';
import { Arrows } from './arrows.js';
import type { RowActions } from './bar.js';
import s from './gantt.module.css';
import { Row } from './gantt-row.js';
import { Ground } from './ground.js';
import type { Pending } from './pending.js';
import { rowMenu } from './row-menu.js';
import { isTaskRow, rankBy, rowsOf } from './rows.js';
import { headHeight, isZoom, scaleOf, xOf, type Zoom } from './scale.js';
import { TimelineHead } from './timeline-head.js';
import { Tools } from './tools.js';
import { Tray } from './tray.js';
import { useKeptDays } from './use-kept-days.js';
import { useMoves } from './use-moves.js';
import { usePointer } from './use-pointer.js';
import { useRowKeys } from './use-row-keys.js';
import { datesOf, dayText, firstOf, lastOf, type Times, wallOf, wallTimesOf } from './zoned.js';

interface ChartProps {
  shown: ShownList;
  tasks: readonly ChartedTask[];
  links: readonly Dependency[];
  stages: readonly Pick<ProjectStage, 'id' | 'name' | 'colour'>[] | null;
  move(task: ChartedTask, change: Partial<Times>): Promise<boolean>;
  link(fromId: number, toId: number, kind: Dependency['kind']): Promise<void>;
}

export function Chart({ shown, tasks, links, stages, move, link }: ChartProps) {
  const { t } = useTranslation('tasks');
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
  useTold([{ ids: [...rowOf.keys()] }], shown.onStretches);
  const byId = useMemo(() => new Map(tasks.map((task) => [task.id, task])), [tasks]);

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
  const rowHeight = phone ? 78 : finger ? 48 : 36;
  const middle = phone ? 51 : rowHeight / 2;
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

  const { toToday, keep } = useKeptDays(scroller, { scale, nameWidth, today, from, until });
  const setZoom = (next: Zoom | undefined) => {
    if (!next || next === zoom) return;
    keep();
    address.set({ span: next });
  };

  const moves = useMoves({ byId, workingHours, timeZone, move, setPending });
  const { plan, settle } = moves;
  const toggle = (key: string) => setClosed((before) => new Set(before.has(key) ? [...before].filter((one) => one !== key) : [...before, key]));
  const onRowKey = useRowKeys(scroller, { rows, virtual, zoom, moves, setCurrent, setZoom, toggle });
  const { begin, isClick } = usePointer(scroller, { scale, nameWidth, moves, link, setPending });

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
    entries: (task) => rowMenu(t, task, { span: spanOf(workingHours, wallTimesOf(task, timeZone)), moves, open, ask: setAsking }),
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
  return (
    <div className={s.gantt}>
      <Tools
        zoom={zoom}
        isCriticalShown={isCriticalShown}
        hasCritical={critical.size > 0}
        onToday={toToday}
        onZoom={setZoom}
        onCritical={(shownNow) => address.set({ critical: shownNow ? '1' : undefined })}
      />
      <p id={`${id}-keys`} className={pieces.vh}>
        {t('gantt.keys')}
      </p>
      <p className={pieces.vh} aria-live="polite">
        {moving && pending?.of === 'bar' && moves.isNudging() ? datesOf(moving, f) : ''}
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
            <Ground scale={scale} left={nameWidth} workingHours={workingHours} />
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
