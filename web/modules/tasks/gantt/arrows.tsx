import { useId } from 'react';
import type { Span } from '../../../../server/contracts/tasks/chart-spans.js';
import type { Dependency } from '../../../../server/contracts/tasks/endpoints.js';
import { cx } from '../../../ui/cx.js';
import { arrowPath } from './arrow-path.js';
import s from './gantt.module.css';
import { type Scale, xOf } from './scale.js';

interface ArrowsProps {
  links: readonly Dependency[];
  /** The row of a task that is shown. */
  rowOf: ReadonlyMap<number, number>;
  spanOf(id: number): Span | null;
  scale: Scale;
  rowHeight: number;
  /** From the top of a row to the middle of its bar. */
  middle: number;
  /** The first and the last row on the screen. */
  first: number;
  last: number;
  critical: ReadonlySet<number>;
  /** What is being drawn from one bar to another. */
  draft: { from: { x: number; y: number }; to: { x: number; y: number } } | null;
}

/** What waits for what: only arrows that cross the rows on the screen are drawn. The panel of a task tells the same in words. */
export function Arrows({ links, rowOf, spanOf, scale, rowHeight, middle, first, last, critical, draft }: ArrowsProps) {
  const id = useId();
  const ends = (task: number, row: number, end: 'from' | 'until') => {
    const span = spanOf(task);
    if (!span) return null;
    const side = span.look === 'milestone' ? (end === 'from' ? -9 : 9) : 0;
    const x = end === 'until' && span.look === 'bar' ? Math.max(xOf(scale, span.until), xOf(scale, span.from) + 6) : xOf(scale, span[end]);
    return { x: x + side, y: row * rowHeight + middle };
  };
  return (
    <svg className={s.arrows} width="1" height="1" aria-hidden="true">
      <defs>
        {['', 'critical'].map((look) => (
          <marker key={look} id={`${id}${look}`} viewBox="0 0 6 6" refX="5.5" refY="3" markerWidth="6" markerHeight="6" orient="auto">
            <path d="M0 0l6 3-6 3z" className={look ? s.criticalHead : s.head} />
          </marker>
        ))}
      </defs>
      {links.map((link) => {
        const [fromRow, toRow] = [rowOf.get(link.fromId), rowOf.get(link.toId)];
        if (fromRow === undefined || toRow === undefined) return null;
        if (Math.max(fromRow, toRow) < first || Math.min(fromRow, toRow) > last) return null;
        const from = ends(link.fromId, fromRow, link.kind === 'end-start' || link.kind === 'end-end' ? 'until' : 'from');
        const to = ends(link.toId, toRow, link.kind === 'end-start' || link.kind === 'start-start' ? 'from' : 'until');
        if (!from || !to) return null;
        const isCritical = critical.has(link.fromId) && critical.has(link.toId);
        return (
          <path
            key={link.id}
            data-arrow={link.id}
            className={cx(s.arrow, isCritical && s.criticalArrow)}
            d={arrowPath(link.kind, from, to, rowHeight / 2)}
            markerEnd={`url(#${id}${isCritical ? 'critical' : ''})`}
          />
        );
      })}
      {draft && <path className={s.draft} d={`M${draft.from.x} ${draft.from.y}L${draft.to.x} ${draft.to.y}`} />}
    </svg>
  );
}
