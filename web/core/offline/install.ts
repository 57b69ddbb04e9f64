import { url } from '../address.js';

/** Lets the portal open without the network, where the browser can: over HTTPS or on this machine. */
export async function installWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register(url('/worker.js'), { scope: url('/') });
    const { active } = await navigator.serviceWorker.ready;
    const files = performance.getEntriesByType('resource').map(({ name }) => name);
    active?.postMessage(files);
  } catch {
    // Refused by the browser's settings: the portal works as before, only not without the network.
  }
}
