import { cx } from './cx.js';
import s from './skeleton.module.css';

/** One bar in the shape of what comes; only visible after 150 ms. */
export function Bar({ width, height = 12, className }: { width: number | string; height?: number; className?: string }) {
  return <i className={cx(s.bar, className)} style={{ width, height }} aria-hidden="true" />;
}

const widths = [62, 48, 70, 54, 66, 58, 74, 44];

/** Rows in the shape of a list that is loading. */
export function SkeletonRows({ rows = 8, label }: { rows?: number; label: string }) {
  return (
    <div role="status" aria-label={label} className={s.rows} data-skeleton="">
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars have no other identity
        <div key={index} className={s.row}>
          <Bar width={16} height={16} />
          <span className={s.words}>
            <Bar width={`${widths[index % widths.length]}%`} />
          </span>
          <Bar width={84} />
        </div>
      ))}
    </div>
  );
}
