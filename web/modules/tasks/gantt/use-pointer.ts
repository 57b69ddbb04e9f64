import type { RefObject } from 'react';
import type { Grip } from '../../../../server/contracts/tasks/chart-spans.js';
import type { ChartedTask, Dependency } from '../../../../server/contracts/tasks/endpoints.js';
import type { Pending, Point } from './pending.js';
import { headHeight, type Scale } from './scale.js';
import { useDrag } from './use-drag.js';
import type { Moves } from './use-moves.js';

type Taken = { of: 'bar'; task: ChartedTask; grip: Grip } | { of: 'link'; task: ChartedTask; end: 'from' | 'until' } | { of: 'tray'; task: ChartedTask };

interface PointerOptions {
  scale: Scale;
  /** Points that the names take from the width. */
  nameWidth: number;
  moves: Moves;
  link(fromId: number, toId: number, kind: Dependency['kind']): Promise<void>;
  setPending(pending: Pending | null): void;
}

/** What a pointer does on a chart: moves bars and their ends, binds tasks to each other, plans those of the tray. */
export function usePointer(scroller: RefObject<HTMLElement | null>, { scale, nameWidth, moves, link, setPending }: PointerOptions) {
  const { store, plan } = moves;
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
  return useDrag<Taken>(scroller, {
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
}
