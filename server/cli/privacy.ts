import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Config } from '../config.js';
import type { DataSubject, ErasedInArchive, Erasure, Held, HeldData, HeldInArchive } from '../contracts/core/privacy.js';
import { readErased } from '../core/privacy/list.js';
import { eraseAgain } from '../core/privacy/plan.js';
import type { Subject } from '../core/privacy/subject.js';
import { Hint } from '../explain.js';
import { commonOptions, configOf, demandFolder, parsed, refuseOthers, say, WrongUsage, withDatabase, withPortal } from './command.js';
import { withProgress } from './progress.js';
import { takeStep } from './take-step.js';

export const usage = `sede privacy find WORDS [--json] [--data DIR]
sede privacy show TYPE ID [--json] [--data DIR]
sede privacy export TYPE ID --out FILE [--json] [--data DIR]
sede privacy erase TYPE ID --confirm NAME [--json] [--data DIR]
sede privacy list [--json] [--data DIR]
sede privacy apply --list FILE [--json] [--data DIR]

find     people and firms by part of a name, e-mail or phone, in archives of modules too, with their TYPE and ID.
show     what is held about one, in the portal and in each archive, and what erasing would do to it. Changes nothing.
export   puts all of it into one ZIP file: JSON, and the files.
erase    erases their personal data for good, in modules that are on, parked or archived; archives that hold them are written
         anew. The name must be given as it stands with --confirm. Ended in the middle it goes on at the next start.
list     prints whose personal data was erased, as kinds and numbers of records, without names.
apply    erases them here again: after a backup from before was restored on another machine, with the list of the portal that was
         in use (its keys/erased.json, or what "list --json" printed there). A folder that is restored in place, and a module that
         is attached, do so by themselves. Stop the portal before apply; the others work while it runs as well.`;

async function readList(file: string): Promise<Subject[]> {
  if (!existsSync(file)) throw new Hint(`there is no ${file}.`);
  try {
    return await readErased(file);
  } catch (error) {
    throw new Hint(`${file} cannot be read as a list of erased records${error instanceof SyntaxError ? ': it is no JSON' : `: ${(error as Error).message}`}.`);
  }
}

const refOf = ({ type, id }: Pick<DataSubject, 'type' | 'id'>): string => `${type} ${id}`;
const fates: Record<HeldData['fate'], string> = { erased: 'goes', scrubbed: 'stays without their name', kept: 'stays' };
const itemWords = ({ what, count, fate }: HeldData): string => `  ${what}: ${count}, ${fates[fate]}`;
const leftWords: Record<NonNullable<HeldInArchive['why']>, string> = {
  unreadable: 'is damaged: nobody can tell what is in it. Remove it if it may hold them.',
  newer: 'was made by a newer version: it is left as it is.',
  'unknown-module': 'is of a module that this version does not have: it is left as it is.',
  foreign: 'was made by another portal, where the numbers of records are others: it is left as it is.',
};

const foundWords = ({ items, inArchives }: { items: DataSubject[]; inArchives: DataSubject[] }): string =>
  [
    ...items.map((one) => `${refOf(one)}  ${one.title}`),
    ...(inArchives.length > 0 ? ['In archives alone:', ...inArchives.map((one) => `${refOf(one)}  ${one.title}`)] : []),
  ].join('\n') || 'Nobody here has this name, e-mail or phone, and nobody in an archive.';

const shownWords = ({ held, inArchives }: { held: Held; inArchives: HeldInArchive[] }): string =>
  [
    `${refOf(held)}  ${held.title}`,
    ...held.items.map(itemWords),
    ...inArchives.flatMap(({ archive, items, why }) => (why ? [`archives/${archive} ${leftWords[why]}`] : [`archives/${archive}:`, ...items.map(itemWords)])),
    ...(held.refusal ? [held.refusal] : []),
    'Backups keep what they held until they run out, archives inside them too.',
    'Nothing was changed.',
  ].join('\n');

const archiveWords = ({ archive, count, why }: ErasedInArchive): string =>
  why
    ? `archives/${archive} ${leftWords[why]}`
    : `archives/${archive} was written anew: ${count ? `${count} about them erased or left without their name` : 'what is kept no longer names them'}.`;

const problems: Record<NonNullable<Erasure['problem']>, string> = {
  'disk-full': 'the disk is full',
  'no-access': 'something in the folder cannot be written',
  failed: 'it failed',
};

function erasedWords({ type, recordId, archives, problem, state }: Erasure): string {
  if (state === 'done') return [`${type} ${recordId} is erased.`, ...archives.map(archiveWords)].join('\n');
  throw new Hint(
    `${type} ${recordId} is not erased yet: ${problems[problem ?? 'failed']}. Archives are as they were; the portal tries again by itself, and so does the same command.`,
  );
}

async function aboutOne(
  config: Config,
  what: 'show' | 'export' | 'erase',
  subject: Subject,
  { json, out, confirm }: { json: boolean; out?: string; confirm?: string },
) {
  if (what === 'show') {
    const shown = await takeStep(config, { privacy: 'show', ...subject }, 'Looking');
    say(json, shown, () => shownWords(shown as unknown as Parameters<typeof shownWords>[0]));
  } else if (what === 'export') {
    if (out === undefined) throw new WrongUsage('Name the file with --out FILE.');
    const file = resolve(out);
    if (existsSync(file)) throw new Hint(`${file} is there already.`);
    if (!existsSync(dirname(file))) throw new Hint(`there is no ${dirname(file)}.`);
    const done = await takeStep(config, { privacy: 'export', file, ...subject }, 'Taking out');
    say(json, done, () => `All that is held is in ${file}.`);
  } else {
    if (confirm === undefined)
      throw new Hint(
        `an erasure cannot be taken back. Give the name as it stands with --confirm; sede privacy show ${subject.type} ${subject.id} shows what would go. Nothing was changed.`,
      );
    const done = await takeStep(config, { privacy: 'erase', title: confirm, ...subject }, 'Erasing');
    const words = erasedWords(done as unknown as Erasure);
    say(json, done, () => words);
  }
}

async function listAll(config: Config, json: boolean): Promise<void> {
  const rows = await withDatabase(config, (db) => db.read.selectFrom('erasures').selectAll().orderBy('id').execute());
  const words = () => rows.map((row) => `${row.at}  ${row.record_type} ${row.record_id}  ${row.state}`).join('\n');
  say(json, { erased: rows.map((row) => [row.record_type, row.record_id]) }, () => words() || 'Nobody was erased here.');
}

async function apply(config: Config, list: string | undefined, json: boolean): Promise<void> {
  if (list === undefined) throw new WrongUsage('Name the list with --list FILE.');
  const listed = await readList(resolve(list));
  demandFolder(config);
  const erased = await withProgress('Erasing', () =>
    withPortal(config, async ({ services }) => {
      const planned = await eraseAgain(services, listed);
      await services.jobs.runDue();
      return planned;
    }),
  );
  say(json, { erased }, () => `Erased again: ${erased}.`);
}

const heeded = { find: [], show: [], export: ['out'], erase: ['confirm'], list: [], apply: ['list'] } as const;

export async function run(args: string[]): Promise<undefined> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parsed({ args, allowPositionals: true, options: { ...commonOptions, list: text, out: text, confirm: text } });
  const config = configOf(values.data);
  const [what, ...more] = positionals;
  if (what === undefined || !(what in heeded)) throw new WrongUsage('Say find, show, export, erase, list or apply.');
  const action = what as keyof typeof heeded;
  refuseOthers(values, heeded[action], `sede privacy ${action}`);
  if (action === 'list' || action === 'apply') {
    if (more.length > 0) throw new WrongUsage(`sede privacy ${action} takes no more words.`);
    if (action === 'list') await listAll(config, values.json);
    else await apply(config, values.list, values.json);
    return;
  }
  if (action === 'find') {
    const q = more.join(' ').trim();
    if (q.length < 2) throw new WrongUsage('Two letters or digits at least.');
    demandFolder(config);
    const found = await takeStep(config, { privacy: 'find', q }, 'Looking');
    say(values.json, found, () => foundWords(found as unknown as Parameters<typeof foundWords>[0]));
    return;
  }
  const [type, id] = more;
  if (type === undefined || !/^[1-9]\d{0,14}$/.test(id ?? '') || more.length > 2) throw new WrongUsage('Name the kind and the number, such as crm.contact 7.');
  demandFolder(config);
  await aboutOne(config, action, { type, id: Number(id) }, values);
}
