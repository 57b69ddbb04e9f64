import type { Channel } from '../../contracts/core/fields.js';
import type { Kind, Row } from '../records/kind.js';
import { fromRow } from '../records/kind.js';

export interface Subject {
  type: string;
  id: number;
}

export const personType = 'core.person';

/** Shorter words would be found in the middle of others. */
const shortest = 4;

const letters = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * What tells who somebody is: names, whole and each for itself, e-mails, phone numbers as they were typed. Only looked for in what belongs
 * to the record or points at it, where a first name alone means this person.
 */
export function wordsFor(kind: Kind, row: Row): string[] {
  const values = fromRow(kind, row);
  const channels = [...kind.fields].flatMap(([name, field]) => (field.kind === 'channels' ? (values[name] as Channel[]).map(({ value }) => value) : []));
  const title = values[kind.declaration.title];
  const isPerson = kind.fields.has('firstName');
  // What has a stage is called by what it is about, not by whom.
  const names = isPerson && kind.stageColumn === null && typeof title === 'string' ? title.split(/\s+/) : [];
  return [title, values.firstName, values.lastName, values.taxId, ...names, ...channels].flatMap((one) =>
    typeof one === 'string' && one.trim().length >= shortest ? [one.trim()] : [],
  );
}

/** What the list of people says of one. */
export interface KnownPerson {
  name: string;
  email: string | null;
  phone: string | null;
}

/** The same for somebody of the staff: only whole names, which are looked for in every text. */
export const wordsForStaff = ({ name, email, phone }: KnownPerson): string[] =>
  [name, email, phone].filter((one): one is string => one !== null && one.length >= shortest);

/** Takes whole words out of texts, whatever their case. */
export function scrubber(words: readonly string[]): (text: string) => string {
  if (words.length === 0) return (text) => text;
  const longestFirst = [...new Set(words)].sort((a, b) => b.length - a.length).map(letters);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  return (text) => text.replace(pattern, '…');
}
