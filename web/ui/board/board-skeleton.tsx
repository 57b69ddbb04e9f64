import { Bar } from '../skeleton.js';
import s from './board.module.css';

/** @param columns 0 while the stages are not known: columns that then become narrower would make the page jump. */
export function BoardSkeleton({ label, columns }: { label: string; columns: number }) {
  return (
    <div role="status" aria-label={label} className={s.board} style={{ gridTemplateColumns: `repeat(${columns}, minmax(var(--column), 1fr))` }}>
      {Array.from({ length: columns }, (_, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars have no other identity
        <div key={column} className={s.column}>
          <header className={s.head}>
            <Bar width="60%" />
          </header>
          {[96, 96, 96].slice(0, 3 - (column % 2)).map((height, card) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the bars have no other identity
            <Bar key={card} width="100%" height={height} />
          ))}
        </div>
      ))}
    </div>
  );
}
