import { networkInterfaces } from 'node:os';

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

/**
 * Addresses under which this machine's portal can be opened, the one for the machine itself first.
 * @param host what the server listens on; `0.0.0.0` or `::` for every interface.
 */
export function addressesOf(host: string, port: number, basePath: string): string[] {
  const onEvery = host === '0.0.0.0' || host === '::';
  const names = onEvery
    ? [
        'localhost',
        ...Object.values(networkInterfaces()).flatMap((list) => (list ?? []).filter((one) => one.family === 'IPv4' && !one.internal).map((one) => one.address)),
      ]
    : [host];
  return names.map((name) => `http://${name}:${port}${basePath}/`);
}

/** The first of them that means something on another machine, without the slash at its end; null for none. */
export function addressForOthers(host: string, port: number, basePath: string): string | null {
  const found = addressesOf(host, port, basePath).find((address) => !isLoopback(new URL(address).hostname));
  return found?.replace(/\/$/, '') ?? null;
}
