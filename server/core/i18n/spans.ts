import { nearestLanguage, texts } from './texts.js';

const steps = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;
const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** How ages, lengths of time and sizes are written for one reader. */
export interface Spans {
  /** `12 minutes ago`, `a moment ago`; rounded down, so that no age is larger than it is. */
  ago(instant: string, now: string): string;
  /** `340 ms`, `4.2 s`, `3 min`, `5 hr`. */
  duration(milliseconds: number): string;
  /** `37.2 GB`. */
  size(bytes: number): string;
}

export function spans(wish: string): Spans {
  const language = nearestLanguage(wish);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  const unit = (value: number, of: string, places: number) =>
    new Intl.NumberFormat(language, { style: 'unit', unit: of, unitDisplay: 'short', maximumFractionDigits: places }).format(value);
  return {
    ago(instant, now) {
      const seconds = Math.max(0, Math.floor((Date.parse(now) - Date.parse(instant)) / 1000));
      const step = steps.find(([, of]) => seconds >= of);
      return step ? relative.format(-Math.floor(seconds / step[1]), step[0]) : texts(language)('core:aMomentAgo');
    },
    duration(ms) {
      if (ms < 1000) return unit(Math.round(ms), 'millisecond', 0);
      if (ms < 60_000) return unit(ms / 1000, 'second', 1);
      if (ms < 5_400_000) return unit(ms / 60_000, 'minute', 0);
      return ms < 172_800_000 ? unit(ms / 3_600_000, 'hour', 0) : unit(ms / 86_400_000, 'day', 0);
    },
    size(bytes) {
      const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
      return unit(bytes / 1000 ** power, units[power] as string, power < 3 ? 0 : 1);
    },
  };
}
