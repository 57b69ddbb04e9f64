import { Refusal } from '../http/problem.js';

interface Tries {
  failures: number;
  until: number;
}

/**
 * Slows down guessing: after `free` failures of one key each further one doubles the wait, up to fifteen minutes. In
 * memory, forgotten an hour after the last try.
 */
export function createThrottle({ free = 5, firstWaitMs = 1000, now = Date.now }: { free?: number; firstWaitMs?: number; now?: () => number } = {}) {
  const tries = new Map<string, Tries>();
  const longest = 15 * 60_000;
  const forget = (at: number) => {
    for (const [key, one] of tries) if (one.until + 3_600_000 < at) tries.delete(key);
  };
  return {
    /** @throws Refusal 429 with the seconds to wait. */
    check(key: string): void {
      const left = (tries.get(key)?.until ?? 0) - now();
      if (left > 0 && (tries.get(key)?.failures ?? 0) > free)
        throw new Refusal(429, 'too-many-tries', { retryAfter: Math.ceil(left / 1000), params: { seconds: Math.ceil(left / 1000) } });
    },
    failed(key: string): void {
      if (tries.size > 10_000) forget(now());
      const failures = (tries.get(key)?.failures ?? 0) + 1;
      const wait = failures <= free ? 0 : Math.min(longest, firstWaitMs * 2 ** (failures - free - 1));
      tries.set(key, { failures, until: now() + wait });
    },
    succeeded(key: string): void {
      tries.delete(key);
    },
  };
}
export type Throttle = ReturnType<typeof createThrottle>;

/** At most `limit` calls of one key in a window, for public pages and uploads. */
export function createRateLimit(limit: number, windowMs: number, now: () => number = Date.now) {
  let began = now();
  let counts = new Map<string, number>();
  return (key: string): void => {
    if (now() - began >= windowMs) {
      began = now();
      counts = new Map();
    }
    const n = (counts.get(key) ?? 0) + 1;
    counts.set(key, n);
    if (n > limit) {
      const seconds = Math.ceil((began + windowMs - now()) / 1000);
      throw new Refusal(429, 'too-many-requests', { retryAfter: seconds, params: { seconds } });
    }
  };
}
