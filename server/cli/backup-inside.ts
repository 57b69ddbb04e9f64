import type { Config } from '../config.js';
import type {
  BringBackPreview,
  BroughtBack,
  KeptKind,
  KeptModule,
  KeptQuery,
  KeptRecord,
  KeptRef,
  KeptState,
  Outcome,
} from '../contracts/core/time-machine.js';
import { say, WrongUsage } from './command.js';
import { takeStep } from './take-step.js';

export interface InsideFlags {
  json: boolean;
  show?: string | undefined;
  find?: string | undefined;
  module?: string | undefined;
  alone: boolean;
  dryRun: boolean;
}

const stateWords: Record<KeptState, string> = {
  gone: 'gone',
  bin: 'in the bin',
  changed: 'different',
  same: 'as it was',
  other: 'another record has its number',
  erased: 'erased',
};
const outcomeWords: Record<Outcome, string> = {
  inserted: 'came back',
  restored: 'out of the bin',
  changed: 'put back',
  same: 'as it was',
  refused: 'stays away',
};
const refusedWords: Record<BringBackPreview['refused'][number]['why'], string> = {
  other: 'its number belongs to another record by now',
  erased: 'its personal data was erased since',
};
const moduleWords: Record<string, string> = {
  on: 'on',
  parked: 'parked',
  failed: 'did not start',
  absent: 'not added',
  archived: 'archived',
  purged: 'purged',
};

const minuteOf = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

/** Columns as wide as the widest of them. */
function inColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** What is gone or different since a backup: by kinds, or the records of one kind. */
export async function diff(config: Config, set: string, type: string | undefined, { json, show = 'gone', find }: InsideFlags): Promise<void> {
  if (show !== 'gone' && show !== 'changed' && show !== 'all') throw new WrongUsage('--show takes gone, changed or all.');
  const query: KeptQuery | null = type === undefined ? null : { type, show, ...(find === undefined ? {} : { q: find }) };
  const found = await takeStep(config, { inside: set, action: 'diff', query } as const);
  say(json, found, () => {
    if (type !== undefined) {
      const items = found.items as KeptRecord[];
      const rows = items.map(({ id, title, state, since }) => [`${type}:${id}`, stateWords[state], since ? `since ${minuteOf(since)}` : '', title]);
      return [...inColumns(rows), ...(found.more ? ['… and more'] : []), ...(items.length === 0 ? ['None.'] : [])].join('\n');
    }
    const kinds = (found.kinds as KeptKind[]).map((kind) => [
      kind.type,
      kind.name,
      `${kind.count} in the backup, ${kind.gone} gone, ${kind.changed} different`,
    ]);
    const modules = (found.modules as KeptModule[]).map(({ id, name, state, archives }) => [
      `module ${id}`,
      name,
      `${archives.length > 0 ? `archived in the backup (archives/${archives.join(', archives/')}), ` : ''}${moduleWords[state] ?? state} in the portal now`,
    ]);
    return inColumns([...kinds, ...modules]).join('\n');
  });
}

const asRef = (text: string): KeptRef => {
  const [, type, id] = /^([a-z]+\.[a-z-]+):([1-9]\d{0,14})$/.exec(text) ?? [];
  if (type === undefined) throw new WrongUsage(`"${text}" names no record: write its kind and number, such as crm.deal:7.`);
  return { type, id: Number(id) };
};

function previewWords({ kinds, files, comments, rowsBack, rowsStay, partsBack, refused }: BringBackPreview): string {
  return [
    ...kinds.map(
      (one) => `${one.name}: ${one.insert} come back, ${one.restore} out of the bin, fields of ${one.change} are put back, ${one.same} as they were`,
    ),
    `with ${comments} comments and ${files} files`,
    ...(rowsBack > 0 ? [`the rows of ${rowsBack} documents that are there are put back`] : []),
    ...(rowsStay > 0 ? [`the rows of ${rowsStay} documents stay as they are: closed, or shipped, invoiced or paid on`] : []),
    ...(partsBack > 0 ? [`${partsBack} rows, points and the like of records that are there come back`] : []),
    ...refused.map(({ type, id, title, why }) => `${type}:${id} ${title}: cannot come back: ${refusedWords[why]}`),
    'Nothing was changed.',
  ].join('\n');
}

/** Brings records back, or puts a whole module into an archive. @returns the exit status: 1 where some could not come. */
export async function bringBack(config: Config, set: string, names: readonly string[], { json, alone, dryRun, module }: InsideFlags): Promise<number> {
  if ((module === undefined) === (names.length === 0)) throw new WrongUsage('Name records, such as crm.deal:7, or a module with --module.');
  if (module !== undefined) {
    if (dryRun) throw new WrongUsage('--dry-run goes with records: a module only becomes an archive, and nothing of the portal is changed by that.');
    const done = await takeStep(config, { inside: set, action: 'module', module });
    say(json, done, () =>
      [
        `The module is in archives/${done.archive}. Once it is archived or purged here: sede module attach ${done.archive}`,
        ...(Number(done.unknown) > 0
          ? [`It is about ${done.unknown} of those who were erased, and this backup does not say what they were called: texts in it may still name them.`]
          : []),
      ].join('\n'),
    );
    return 0;
  }
  const done = await takeStep(config, { inside: set, action: 'bring-back', records: names.map(asRef), alone, dryRun });
  if (dryRun) {
    say(json, done.preview as BringBackPreview, () => previewWords(done.preview as BringBackPreview));
    return 0;
  }
  const items = done.items as BroughtBack[];
  say(json, done, () => inColumns(items.map(({ type, id, title, outcome }) => [`${type}:${id}`, outcomeWords[outcome], title])).join('\n'));
  return items.some(({ outcome }) => outcome === 'refused') ? 1 : 0;
}
