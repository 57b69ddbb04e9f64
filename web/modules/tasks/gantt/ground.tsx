import type { WorkingHours } from '../../../../server/contracts/core/company.js';
import { isDayOff } from '../../../../server/contracts/tasks/wall-days.js';
import s from './gantt.module.css';
import type { Scale } from './scale.js';

/** What lies below the bars of a chart: days off and lines between days or weeks. */
export function Ground({ scale, left, workingHours }: { scale: Scale; left: number; workingHours: WorkingHours }) {
  // The days off of a week, from the first that is drawn on.
  const daysOff = [0, 1, 2, 3, 4, 5, 6].map((n) => {
    const look = isDayOff(workingHours, scale.from + n) ? 'var(--off)' : 'transparent';
    return `${look} ${n * scale.perDay}px ${(n + 1) * scale.perDay}px`;
  });
  return (
    <div
      className={s.ground}
      style={{
        left,
        backgroundSize: `${7 * scale.perDay}px 100%, ${(scale.zoom === 'day' ? 1 : 7) * scale.perDay}px 100%`,
        backgroundImage: [
          `linear-gradient(to right, ${daysOff.join()})`,
          ...(scale.zoom === 'month' ? [] : ['linear-gradient(to right, var(--line) 1px, transparent 0)']),
        ].join(),
      }}
    />
  );
}
