/**
 * Answers that were read once, so that what was opened can still be read through a short loss of the network. Each person of
 * each portal has their own; where the browser keeps nothing (plain HTTP in some browsers) all works as without.
 */
let owner = '';
const nameOf = () => `sede-data:${owner}`;
/** A record with its lists, timeline and titles is some ten answers. */
const most = 400;
let since = 0;

export const setAnswersOwner = (next: string): void => {
  owner = next;
};

const store = (): Promise<Cache> | null => (owner === '' || typeof caches === 'undefined' ? null : caches.open(nameOf()));

/** Throws the oldest away; now and then is enough. */
async function prune(cache: Cache): Promise<void> {
  since += 1;
  if (since < 50) return;
  since = 0;
  const keys = await cache.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - most))) await cache.delete(key);
}

async function keep(address: string, value: unknown): Promise<void> {
  try {
    const cache = await store();
    if (!cache) return;
    // Taken out first, so that what was read last is last.
    await cache.delete(address);
    await cache.put(address, new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } }));
    await prune(cache);
  } catch {
    // A full disk keeps nobody from reading.
  }
}

/** Kept when the browser has nothing better to do, within a second: a page draws first what it shows. */
export function keepAnswer(address: string, value: unknown): void {
  const whose = owner;
  // Not what somebody read who has signed out meanwhile.
  const later = () => void (whose === owner && keep(address, value));
  if (typeof requestIdleCallback === 'function') requestIdleCallback(later, { timeout: 1_000 });
  else setTimeout(later);
}

/** Undefined where nothing was kept. */
export async function keptAnswer(address: string): Promise<unknown> {
  try {
    const found = await (await store())?.match(address);
    return found && (await found.json());
  } catch {
    return undefined;
  }
}

/** Forgets all that was read: at sign-out, and when the session was ended. */
export async function forgetAnswers(): Promise<void> {
  if (owner !== '' && typeof caches !== 'undefined') await caches.delete(nameOf());
}
