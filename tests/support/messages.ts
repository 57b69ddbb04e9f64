import { filesBelow, foldersIn, readText } from './repository.js';

/** `web` or `server`: each side has its own texts. */
export type Side = 'web' | 'server';

export const languagesOf = (side: Side): string[] => foldersIn(`${side}/messages`);

const entriesOf = (value: unknown, path = ''): [string, unknown][] =>
  value !== null && typeof value === 'object'
    ? Object.entries(value).flatMap(([key, inner]) => entriesOf(inner, path ? `${path}.${key}` : key))
    : [[path, value]];

/** Every text of one language, by `namespace:key`. */
export function messagesOf(side: Side, language: string): Map<string, unknown> {
  const start = `${side}/messages/${language}/`;
  return new Map(
    filesBelow(start).flatMap((file) => {
      const namespace = file.slice(start.length).replace(/\.json$/, '');
      return entriesOf(JSON.parse(readText(file))).map(([key, text]) => [`${namespace}:${key}`, text] as const);
    }),
  );
}

/** A key without the ending that tells singular from plural: languages differ in how many of these they have. */
export const stemOf = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '');

/** The `{{names}}` that the forms of each text use together, by stem. */
export function namesByStem(messages: Map<string, unknown>): Map<string, string[]> {
  const names = new Map<string, Set<string>>();
  for (const [key, text] of messages) {
    const set = names.get(stemOf(key)) ?? new Set<string>();
    for (const match of String(text).matchAll(/\{\{\s*-?\s*(\w+)/g)) set.add(match[1] ?? '');
    names.set(stemOf(key), set);
  }
  return new Map([...names].map(([stem, set]) => [stem, [...set].sort()]));
}
