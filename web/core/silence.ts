/** Milliseconds without an answer after which it is asked whether the portal is there at all; less while that is in doubt already. */
const patience = { usual: 15_000, away: 4_000 };
/** Milliseconds within which the portal says so. */
const sign = 5_000;

/** Said by a proxy that found nobody behind it: what the portal itself refuses is JSON. */
export const isOfProxy = ({ status, headers }: Response): boolean => status >= 502 && status <= 504 && !headers.get('content-type')?.includes('json');

let asking: Promise<boolean> | null = null;

/** One question for all that wait. */
function isThere(address: string): Promise<boolean> {
  const ask = async (): Promise<boolean> => {
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(), sign);
    try {
      return !isOfProxy(await fetch(address, { signal: end.signal, cache: 'no-store', credentials: 'same-origin' }));
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  };
  asking ??= ask().finally(() => {
    asking = null;
  });
  return asking;
}

/**
 * Does what waits for an answer, and cuts it short where the network is dead without saying so. What only takes long is waited
 * for: the portal gives a sign of life meanwhile.
 * @param work ends with its signal. @param portal an address that answers at once.
 * @param away whether the portal was out of reach a moment ago. @param given ends it from outside.
 */
export async function unlessSilent<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { portal, away, given }: { portal: string; away: boolean; given?: AbortSignal | undefined },
): Promise<T> {
  const end = new AbortController();
  const stop = () => end.abort(given?.reason);
  if (given?.aborted) stop();
  given?.addEventListener('abort', stop);
  const look = async (): Promise<void> => {
    if (await isThere(portal)) wait(patience.usual);
    else end.abort();
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const wait = (time: number) => {
    if (!over) timer = setTimeout(() => void look(), time);
  };
  wait(away ? patience.away : patience.usual);
  try {
    return await work(end.signal);
  } finally {
    over = true;
    clearTimeout(timer);
    given?.removeEventListener('abort', stop);
  }
}
