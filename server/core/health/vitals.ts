import { getHeapStatistics } from 'node:v8';
import type { ProcessFacts } from './finding.js';

const lookMs = 500;
const [minuteMs, keptMinutes] = [60_000, 60];

/** What a process notes of itself while it runs. */
export interface Vitals {
  facts(): Pick<ProcessFacts, 'since' | 'rssBytes' | 'heapBytes' | 'heapMostBytes' | 'heldUpMs' | 'clockMovedMs'>;
  stop(): void;
}

/**
 * Twice a second a timer looks by how much it is late: that long the event loop was held up. The runtime's own measure wakes the process
 * a hundred times as often.
 */
export function watchProcess(): Vitals {
  const since = new Date().toISOString();
  const apart = Date.now() - performance.now();
  const minutes: { at: number; worst: number }[] = [];
  let expected = performance.now() + lookMs;
  const timer = setInterval(() => {
    const now = performance.now();
    const late = Math.max(0, now - expected);
    expected = now + lookMs;
    const last = minutes.at(-1);
    if (last && now - last.at < minuteMs) last.worst = Math.max(last.worst, late);
    else minutes.push({ at: now, worst: late });
    if (minutes.length > keptMinutes) minutes.shift();
  }, lookMs);
  timer.unref();
  return {
    facts() {
      const { used_heap_size: heapBytes, heap_size_limit: heapMostBytes } = getHeapStatistics();
      return {
        since,
        rssBytes: process.memoryUsage.rss(),
        heapBytes,
        heapMostBytes,
        heldUpMs: Math.round(Math.max(0, ...minutes.map(({ worst }) => worst))),
        clockMovedMs: Math.round(Date.now() - performance.now() - apart),
      };
    },
    stop: () => clearInterval(timer),
  };
}
