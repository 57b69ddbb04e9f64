import { whenIdle } from '../../ui/when-idle.js';
import { url } from '../address.js';
import { queryClient } from '../query.js';

/** What the shell opens later must open without the network too. */
const openedLater = () =>
  Promise.allSettled([
    import('../../ui/question-dialog.js'),
    import('../../ui/tip.js'),
    import('../records/who-sees-dialog.js'),
    import('../shell/later/bell-panel.js'),
    import('../shell/later/me-entries.js'),
    import('../shell/later/more-places.js'),
    import('../shell/later/palette.js'),
    import('./outbox-dialog.js'),
  ]);

const lookEveryMs = 300;

/** Resolves when the page has what it asked for, and the browser nothing better to do: what is only for later must not delay what somebody waits for. */
const whenPageStands = (): Promise<void> =>
  new Promise((resolve) => {
    const look = () => whenIdle(() => (queryClient.isFetching() === 0 ? resolve() : setTimeout(look, lookEveryMs)));
    setTimeout(look, lookEveryMs);
  });

/** Lets the portal open without the network, where the browser can: over HTTPS or on this machine. */
export async function installWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  await whenPageStands();
  try {
    await navigator.serviceWorker.register(url('/worker.js'), { scope: url('/') });
    const { active } = await navigator.serviceWorker.ready;
    await openedLater();
    const files = performance.getEntriesByType('resource').map(({ name }) => name);
    active?.postMessage(files);
  } catch {
    // Refused by the browser's settings: the portal works as before, only not without the network.
  }
}
