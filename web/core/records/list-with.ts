import type { WebModule } from '../module.js';

/** Where the list of a kind of record stands, from where its records do; null for kinds of modules that are off. */
function listOf(modules: readonly WebModule[], type: string): string | null {
  const url = modules.map((module) => module.records?.[type]?.url(0)).find((found) => found !== undefined);
  return url === undefined ? null : url.slice(0, url.lastIndexOf('/'));
}

/** Address of a list of the records that have these values, as far as a filter can say it; null for kinds of modules that are off. */
export function listWith(modules: readonly WebModule[], type: string, values: Readonly<Record<string, unknown>>): string | null {
  const list = listOf(modules, type);
  if (list === null) return null;
  const plain = Object.entries(values).filter((pair): pair is [string, string | number] => ['string', 'number'].includes(typeof pair[1]));
  return `${list}?${new URLSearchParams([['view', 'list'], ...plain.map(([name, value]): [string, string] => [name, String(value)])])}`;
}
