import ipaddr from 'ipaddr.js';

/** A block of addresses, such as `10.0.0.0/8`; a single address is a block of one. */
export type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Reads a block as it is written in the configuration; undefined when it is none. */
export function readRange(text: string): Range | undefined {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  // `isValid` alone would take 10 and 0x7f as addresses, which nobody means in a configuration.
  if (!ipaddr.IPv6.isValid(text) && !ipaddr.IPv4.isValidFourPartDecimal(text)) return undefined;
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** @throws Error naming the entry that is neither an address nor a block of them. */
export const readRanges = (entries: readonly string[]): Range[] =>
  entries.map((entry) => {
    const range = readRange(entry);
    if (!range) throw new Error(`"${entry}" is neither an address such as 10.0.0.7 nor a block such as 10.0.0.0/8`);
    return range;
  });

/** Whether an address lies in one of the blocks; an IPv4 address mapped into IPv6 counts as what it is. */
export function isWithin(address: string, ranges: readonly Range[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const one = ipaddr.process(address);
  return ranges.some(([base, bits]) => base.kind() === one.kind() && one.match(base, bits));
}

const globalV6 = ipaddr.parseCIDR('2000::/3');
/** Addresses that are public by their number and still answer only inside a cloud: Azure's metadata. */
const metadata = '168.63.129.16';

/**
 * Whether an address belongs to the public internet: not this machine, not a network behind a router, no multicast, no
 * metadata service of a cloud, nothing reserved, and no IPv6 address that stands for one of these.
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const one = ipaddr.process(address);
  if (one.range() !== 'unicast' || one.toString() === metadata) return false;
  return one.kind() === 'ipv4' || one.match(globalV6);
}
