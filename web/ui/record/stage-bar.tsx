import { type CSSProperties, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../cx.js';
import { Icon } from '../icon.js';
import { stageColour } from '../tag.js';
import { useFormat } from '../ui-context.js';
import s from './stage-bar.module.css';

export interface BarStage {
  id: number;
  name: string;
  colour: number | null;
  semantic: 'open' | 'won' | 'lost';
}

export interface StageBarProps {
  /** In their order, endings last. */
  stages: readonly BarStage[];
  current: number | null;
  /** ISO moment since which the record is in its stage. */
  since?: string | null;
  /** Those that a record has been in; without it, it went through all that are behind it. */
  visited?: ReadonlySet<number> | undefined;
  /** Without it the bar only shows. */
  onChoose?: (stage: BarStage) => void;
}

/** The way of a record: what is behind it ticked, where it is tinted and wider, and how it can end. */
export function StageBar({ stages, current, since, visited, onChoose }: StageBarProps) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const now = stages.findIndex((stage) => stage.id === current);
  const ended = stages[now]?.semantic;
  const bar = useRef<HTMLOListElement>(null);
  // On a phone the way is wider than the screen: where the record is stands in its middle, and nothing else moves.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stages and the time in the current one make it wider
  useEffect(() => {
    const asked = requestAnimationFrame(() => {
      const [way, step] = [bar.current, bar.current?.querySelector<HTMLElement>('[aria-current]')];
      if (way && step) way.scrollLeft += step.getBoundingClientRect().left - way.getBoundingClientRect().left - (way.clientWidth - step.offsetWidth) / 2;
    });
    return () => cancelAnimationFrame(asked);
  }, [current, stages.length, since]);
  return (
    <ol ref={bar} className={s.stages} aria-label={t('record.stages')}>
      {stages.map((stage, at) => {
        const isNow = at === now;
        const done = stage.semantic === 'open' && now >= 0 && at < now && ended !== 'lost' && (visited?.has(stage.id) ?? true);
        return (
          <li
            key={stage.id}
            className={cx(s.stage, isNow && s.now, done && s.done, stage.semantic !== 'open' && s.ending)}
            style={{ '--c': stageColour(stage.colour) } as CSSProperties}
            aria-current={isNow ? 'step' : undefined}
          >
            <button type="button" disabled={!onChoose} aria-disabled={isNow || undefined} title={stage.name} onClick={() => !isNow && onChoose?.(stage)}>
              {(done || stage.semantic === 'won') && <Icon name="check" size={14} />}
              {stage.semantic === 'lost' && <Icon name="x" size={14} />}
              <span className={s.name}>{stage.name}</span>
              {done && <span className={s.hidden}>{t('record.stageDone')}</span>}
              {isNow && since && <small title={f.instantFull(since)}>{f.ago(since)}</small>}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
