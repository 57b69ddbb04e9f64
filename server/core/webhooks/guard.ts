import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { invalidField } from '../http/problem.js';
import { isPublic, isWithin, type Range, readRange } from '../net/ranges.js';
import { Undelivered } from './undelivered.js';

/** What `[webhooks] allow` names: blocks of addresses, and hosts wherever they are. */
export interface Allowed {
  ranges: readonly Range[];
  hosts: ReadonlySet<string>;
}

/** Finds every address of a host, as the machine itself would. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

const hostName = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;

/** @throws Error naming the entry that is neither an address, nor a block of them, nor the name of a host. */
export function readAllowed(entries: readonly string[]): Allowed {
  const ranges: Range[] = [];
  const hosts = new Set<string>();
  for (const entry of entries) {
    const range = readRange(entry);
    const name = entry.toLowerCase();
    if (range) ranges.push(range);
    else if (hostName.test(name) && !/^[\d.]+$/.test(name)) hosts.add(name);
    else throw new Error(`"${entry}" is neither an address such as 10.0.0.7, nor a block such as 10.0.0.0/8, nor the name of a host`);
  }
  return { ranges, hosts };
}

/** The host of an address as it is looked up: IPv6 without its brackets, a name without the dot of the root. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

export interface Guard {
  /** Reads the address of a webhook. @throws Refusal 422 on `url`. */
  read(text: string): URL;
  /**
   * The one address to connect to. The name is looked up here and nowhere else: whoever answers differently the next time
   * gains nothing.
   * @throws Undelivered when there is none, or one of them may not be called.
   */
  resolve(url: URL): Promise<LookupAddress>;
}

/** Keeps webhooks from being turned against the network that the portal stands in. */
export function createGuard(allowed: Allowed, resolve: Resolve = (host) => lookup(host, { all: true, verbatim: true })): Guard {
  return {
    read(text) {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) throw invalidField('url', 'web-address');
      if (url.username !== '' || url.password !== '') throw invalidField('url', 'web-address-with-password');
      url.hash = '';
      return url;
    },
    async resolve(url) {
      const host = hostOf(url);
      const found = await resolve(host).catch(() => []);
      const [first] = found;
      if (!first) throw new Undelivered('unknown-host', { host }, true);
      if (allowed.hosts.has(host.toLowerCase())) return first;
      const refused = found.find(({ address }) => !isPublic(address) && !isWithin(address, allowed.ranges));
      if (refused) throw new Undelivered('address', { host, address: refused.address }, true);
      return first;
    },
  };
}
