import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useMemo } from 'react';
import { dayMs } from '../../../../server/contracts/tasks/wall-days.js';
import { useFormat } from '../../../ui/ui-context.js';
import s from './gantt.module.css';
import { type Scale, type Tick, ticksOf, xOf } from './scale.js';

function Line({ ticks, scale, scroller, nameWidth }: { ticks: readonly Tick[]; scale: Scale; scroller: RefObject<HTMLElement | null>; nameWidth: number }) {
  const virtual = useVirtualizer({
    horizontal: true,
    count: ticks.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => ticks[index]?.width ?? 0,
    paddingStart: nameWidth,
    // It follows the chart and never leads it; otherwise it would take it back to its beginning.
    scrollToFn: () => undefined,
    overscan: 4,
  });
  return (
    <div className={s.ticks}>
      {virtual.getVirtualItems().map(({ index, key }) => {
        const tick = ticks[index];
        return (
          tick && (
            <span key={key} className={s.tick} style={{ left: xOf(scale, tick.day * dayMs), width: tick.width }}>
              <span style={{ left: nameWidth + 6 }}>{tick.label}</span>
            </span>
          )
        );
      })}
    </div>
  );
}

/** The two lines of days, weeks, months or years above the chart. */
export function TimelineHead({ scale, scroller, nameWidth }: { scale: Scale; scroller: RefObject<HTMLElement | null>; nameWidth: number }) {
  const { language } = useFormat();
  const { upper, lower } = useMemo(() => ticksOf(scale, language), [scale, language]);
  return (
    <div className={s.heads} aria-hidden="true">
      <Line key={`upper ${scale.zoom}`} ticks={upper} scale={scale} scroller={scroller} nameWidth={nameWidth} />
      <Line key={`lower ${scale.zoom}`} ticks={lower} scale={scale} scroller={scroller} nameWidth={nameWidth} />
    </div>
  );
}
