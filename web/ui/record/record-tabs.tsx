import { useEffect, useRef } from 'react';
import { cx } from '../cx.js';
import s from './record-tabs.module.css';

export interface RecordTab {
  id: string;
  label: string;
  count?: number;
}

/** Parts of a record; arrows walk, each tab names its panel by `panelId`. */
export function RecordTabs({
  tabs,
  tab,
  onTab,
  label,
  panelId,
}: {
  tabs: readonly RecordTab[];
  tab: string;
  onTab: (id: string) => void;
  label: string;
  panelId: string;
}) {
  const strip = useRef<HTMLDivElement>(null);
  const words = tabs.map(({ label, count }) => `${label} ${count}`).join();
  // On a phone the strip is wider than the screen: the chosen one is brought into view, and nothing else moves; again when numbers come in.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands on the tabs makes them wider
  useEffect(() => {
    // With the next frame: asked for at once, the whole page would be laid out for it amid its being drawn.
    const asked = requestAnimationFrame(() => {
      const chosen = strip.current?.querySelector<HTMLElement>(`[data-tab="${tab}"]`);
      if (strip.current && chosen) strip.current.scrollLeft = chosen.offsetLeft - (strip.current.clientWidth - chosen.offsetWidth) / 2;
    });
    return () => cancelAnimationFrame(asked);
  }, [tab, words]);
  return (
    <div
      ref={strip}
      role="tablist"
      aria-label={label}
      className={s.tabs}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
        const at = tabs.findIndex((each) => each.id === tab) + (event.key === 'ArrowRight' ? 1 : -1);
        const next = tabs[(at + tabs.length) % tabs.length];
        if (!next) return;
        event.preventDefault();
        onTab(next.id);
        event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
      }}
    >
      {tabs.map((each) => (
        <button
          key={each.id}
          type="button"
          role="tab"
          data-tab={each.id}
          aria-selected={each.id === tab}
          aria-controls={panelId}
          tabIndex={each.id === tab ? 0 : -1}
          className={cx(s.tab, each.id === tab && s.on)}
          onClick={() => onTab(each.id)}
        >
          {each.label}
          {each.count !== undefined && each.count > 0 && <span className={s.count}>{each.count}</span>}
        </button>
      ))}
    </div>
  );
}
