import { fold, foldWords, meaningfulWords } from './fold.js';

export interface MatchTarget {
  name: string;
  synonyms?: readonly string[];
  beside?: { field: string; synonyms: readonly string[] };
}

export interface ColumnMatch {
  field: string;
  /** 0 … 1; 1 is the field's own name. */
  score: number;
}

const EXACT = 1;
const SAME_WORDS = 0.9;
const ASIDE = 0.95;
const ONE_LETTER_OFF = 0.75;
const MOST_WORDS = 0.7;
/** The share of a column's words that must be the field's for {@link MOST_WORDS}: `deal close date` is, `product code` is not `product`. */
const ENOUGH_WORDS = 0.6;

/**
 * Guesses which column goes into which field by the columns' names. Every column goes into one field at most and every
 * field takes one column at most; the surest guesses are settled first. Columns without a good guess are left out; the
 * map is in the order of the file.
 * @param ignored columns that are never matched: the titles, in every language, of the column with reasons that
 *   `openErrorsFile` adds, so that a mended file can be loaded again as it is.
 */
export function matchColumns(columns: readonly string[], targets: readonly MatchTarget[], ignored: readonly string[] = []): Map<string, ColumnMatch> {
  const wanted = targets.map((target) => ({ field: target.name, names: [target.name, ...(target.synonyms ?? [])].map(spell) }));
  const settled = settle(columns, wanted, ignored);
  const found = new Set([...settled.values()].map(({ field }) => field));
  const beside = targets.flatMap(({ name, beside: given }) => (given && found.has(given.field) && !found.has(name) ? [{ name, given }] : []));
  if (beside.length === 0) return settled;
  const moved = beside.flatMap(({ name, given }) => given.synonyms.map((synonym) => ({ field: name, spelling: spell(synonym) })));
  const anew = wanted.map(({ field, names }) => ({
    field,
    names: [
      ...names.filter(({ folded }) => !moved.some((one) => one.spelling.folded === folded)),
      ...moved.filter((one) => one.field === field).map(({ spelling }) => spelling),
    ],
  }));
  return settle(columns, anew, ignored);
}

function settle(
  columns: readonly string[],
  wanted: readonly { field: string; names: readonly Spelling[] }[],
  ignored: readonly string[],
): Map<string, ColumnMatch> {
  const skipped = new Set(ignored.map(fold));
  const guesses = columns
    .filter((column) => !skipped.has(fold(column)))
    .flatMap((column) => {
      const spellings = spellingsOf(column);
      return wanted.map(({ field, names }) => ({ column, field, score: scoreOf(spellings, names) }));
    })
    .filter((guess) => guess.score > 0)
    // The sort is stable: among equals the first column of the file and the first field of the record are settled first.
    .sort((a, b) => b.score - a.score);
  const takenFields = new Set<string>();
  const settled = new Map<string, ColumnMatch>();
  for (const { column, field, score } of guesses) {
    if (settled.has(column) || takenFields.has(field)) continue;
    takenFields.add(field);
    settled.set(column, { field, score });
  }
  const order = new Map(columns.map((column, index) => [column, index]));
  return new Map([...settled].sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0)));
}

interface Spelling {
  folded: string;
  words: number;
  meaning: string[];
}

const spell = (name: string): Spelling => ({ folded: fold(name), words: foldWords(name).length, meaning: meaningfulWords(name) });

/** A column's name and, when it ends in a unit or remark in brackets (`Receita (R$ mil)`, `Revenue [USD]`), the name without that. */
function spellingsOf(column: string): { whole: Spelling; bare: Spelling | null } {
  const bare = column.replace(/\s?[([].*$/, '');
  return { whole: spell(column), bare: bare === column || bare === '' ? null : spell(bare) };
}

function scoreOf({ whole, bare }: { whole: Spelling; bare: Spelling | null }, names: readonly Spelling[]): number {
  // The later a synonym stands in the list, the less likely it is; the step is too small to reach the next kind of likeness.
  const scores = names.map((name, index) => Math.max(likeness(whole, name), bare ? ASIDE * likeness(bare, name) : 0) - index * 0.0005);
  return Math.max(0, ...scores);
}

function likeness(column: Spelling, name: Spelling): number {
  if (column.folded === '' || name.folded === '') return 0;
  if (column.folded === name.folded) return EXACT;
  const isWithin = name.meaning.every((word) => column.meaning.includes(word));
  if (isWithin && column.meaning.length === name.meaning.length) return SAME_WORDS;
  if (name.folded.length >= 6 && column.words === name.words && isOneLetterOff(column.folded, name.folded)) return ONE_LETTER_OFF;
  return isWithin && name.meaning.length / column.meaning.length >= ENOUGH_WORDS ? MOST_WORDS : 0;
}

/** One letter changed, added, left out, or two neighbours swapped. */
function isOneLetterOff(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}
