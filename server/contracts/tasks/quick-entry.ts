import { dayOfTime, momentAt } from '../core/spoken-days.js';
import { type Found, fold, type LocalNow, type Word } from '../core/spoken-words.js';
import type { Priority } from './records.js';

/** Something that was understood, where it stands in the text (UTF-16 units, end exclusive), and what it becomes. */
export type Chip = { start: number; end: number; text: string } & (
  | { kind: 'deadline'; day: string | null; time: string | null }
  | { kind: 'tag'; tag: string }
  | { kind: 'person'; id: number; name: string }
  | { kind: 'project'; id: number; name: string }
  | { kind: 'priority'; priority: Priority }
);

export interface QuickEntry {
  /** What is left, with single spaces; empty where everything was understood as something else. */
  title: string;
  /** In the order of the text; they never overlap. */
  chips: Chip[];
  /** `YYYY-MM-DD`, and `HH:MM` where a time was given; on the clock of whoever types. */
  deadline: { day: string; time: string | null } | null;
  tags: string[];
  /** The first person named is responsible, the others help. */
  personIds: number[];
  projectId: number | null;
  priority: Priority | null;
}

export interface QuickContext {
  now: LocalNow;
  people: readonly { id: number; name: string }[];
  projects: readonly { id: number; name: string }[];
  /** Texts of chips that whoever types wants to have as plain words. */
  ignored?: readonly string[];
}

const priorities = new Map<string, Priority>([
  ['baixa', 'low'],
  ['low', 'low'],
  ['normal', 'normal'],
  ['media', 'normal'],
  ['alta', 'high'],
  ['high', 'high'],
  ['urgente', 'urgent'],
  ['urgent', 'urgent'],
]);

/** Signs that end a sentence or a part of it are no part of a word. */
const ending = /[.,;!?)]+$/;

/** The words of a text outside quotation marks, with their places. */
function wordsOf(text: string): Word[] {
  const quoted: [number, number][] = [...text.matchAll(/"[^"]*"/g)].map((match) => [match.index, match.index + match[0].length]);
  return [...text.matchAll(/\S+/g)].flatMap((match) => {
    const start = match.index;
    const word = match[0].replace(ending, '') || match[0];
    const end = start + word.length;
    return quoted.some(([from, to]) => start < to && end > from) ? [{ plain: '', start, end }] : [{ plain: fold(word), start, end }];
  });
}

/** Tags as they are kept: letters, digits, `-` and `_`. */
const tagForm = /^#([\p{L}\p{N}][\p{L}\p{N}_-]{0,39})$/u;
const joined = (name: string): string => fold(name).replace(/[\s_-]+/g, '');

/** Whom `@name` means: the whole name written together, or else the first name, or else a beginning of some name in the list. */
function personNamed(people: QuickContext['people'], word: string): { id: number; name: string } | undefined {
  const wanted = joined(word);
  if (wanted === '') return undefined;
  return (
    people.find(({ name }) => joined(name) === wanted) ??
    people.find(({ name }) => fold(name).split(/\s+/)[0] === wanted) ??
    people.find(
      ({ name }) =>
        fold(name)
          .split(/\s+/)
          .some((part) => part.startsWith(wanted)) || joined(name).startsWith(wanted),
    )
  );
}

/** What a word with a sign before it means. */
function signed(text: string, context: QuickContext, word: Word): { length: number; chip: Omit<Chip, 'start' | 'end' | 'text'> } | undefined {
  const raw = text.slice(word.start, word.end);
  const [sign, rest] = [raw[0], raw.slice(1)];
  if (sign === '!') {
    const priority = priorities.get(fold(rest));
    return priority && { length: 1, chip: { kind: 'priority', priority } as Chip };
  }
  if (sign === '@') {
    const person = personNamed(context.people, rest);
    return person && { length: 1, chip: { kind: 'person', id: person.id, name: person.name } as Chip };
  }
  const tag = sign === '#' ? tagForm.exec(raw.normalize('NFC'))?.[1] : undefined;
  if (tag === undefined) return undefined;
  const project = context.projects.find(({ name }) => joined(name) === joined(tag));
  return { length: 1, chip: (project ? { kind: 'project', id: project.id, name: project.name } : { kind: 'tag', tag }) as Chip };
}

/**
 * Understands one line such as `Ligar para Ana amanhã 15h #proposta @bruno !alta`: Portuguese and English, days before months.
 * Of days, times, projects and priorities the first counts, and what comes after stays in the title. Never throws.
 */
export function parseQuickEntry(text: string, context: QuickContext): QuickEntry {
  const words = wordsOf(text);
  const chips: Chip[] = [];
  const ignored = new Set((context.ignored ?? []).map(fold));
  const has = (kind: Chip['kind']) => chips.some((chip) => chip.kind === kind);
  let [day, time]: [string | null, string | null] = [null, null];
  for (let n = 0; n < words.length; ) {
    const word = words[n] as Word;
    const span = (length: number) => {
      const end = (words[n + length - 1] as Word).end;
      return { start: word.start, end, text: text.slice(word.start, end) };
    };
    const moment: Found | undefined = word.plain === '' ? undefined : momentAt(words, n, context.now, { day: day === null, time: time === null });
    if (moment && !ignored.has(fold(span(moment.length).text))) {
      chips.push({ ...span(moment.length), kind: 'deadline', day: moment.day ?? null, time: moment.time ?? null });
      day ??= moment.day ?? null;
      time ??= moment.time ?? null;
      n += moment.length;
      continue;
    }
    const found = word.plain === '' ? undefined : signed(text, context, word);
    const isSecond = found && (found.chip.kind === 'priority' || found.chip.kind === 'project') && has(found.chip.kind);
    if (found && !isSecond && !ignored.has(fold(span(1).text))) chips.push({ ...span(1), ...found.chip } as Chip);
    n += 1;
  }
  const rest = [...chips].reverse().reduce((left, { start, end }) => `${left.slice(0, start)} ${left.slice(end)}`, text);
  const all = <K extends Chip['kind']>(kind: K) => chips.filter((chip): chip is Extract<Chip, { kind: K }> => chip.kind === kind);
  return {
    title: rest
      .replace(/\s+([.,;!?)])(?=\s|$)/g, '$1')
      .replace(/\s+/g, ' ')
      .replace(/^[\s,;]+|[\s,;]+$/g, ''),
    chips,
    deadline: day === null && time === null ? null : { day: day ?? dayOfTime(time as string, context.now), time },
    tags: [...new Set(all('tag').map(({ tag }) => tag))],
    personIds: [...new Set(all('person').map(({ id }) => id))],
    projectId: all('project')[0]?.id ?? null,
    priority: all('priority')[0]?.priority ?? null,
  };
}
