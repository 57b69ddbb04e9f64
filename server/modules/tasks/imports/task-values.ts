import type { Task } from '../../../contracts/tasks/records.js';
import { cleanForPeople } from '../../../core/comments/rich-text.js';
import type { Tx } from '../../../core/db/database.js';
import type { CheckedRow } from '../../../core/imports/point.js';
import { readRow } from '../../../core/records/change.js';
import { reaches } from '../../../core/records/context.js';
import { titleOf, type Values } from '../../../core/records/kind.js';
import { fold } from '../../../core/search/fold.js';
import { listOf, paragraphs, textOf, titleIn, unguarded } from './cells.js';
import { instantOfText } from './days.js';
import type { Job } from './job.js';
import type { Place } from './places.js';
import type { Point } from './points.js';
import { withLine } from './rows.js';
import { priorityOf, stateOf } from './targets.js';

const mostTags = 20;

/** The record that a cell such as `crm.deal 12 Gates` names, while it is that of this portal and within sight; null: another one. */
async function aboutOf({ tasks, actor }: Job, tx: Tx, cell: string): Promise<Pick<Task, 'aboutType' | 'aboutId' | 'aboutTitle'> | null | undefined> {
  if (cell === '') return undefined;
  const [, type = '', id, title = ''] = /^([a-z-]+\.[a-z-]+) ([1-9]\d{0,14})(?: (.*))?$/s.exec(cell) ?? [];
  const kind = tasks.records.kinds.get(type);
  const row = kind && (await readRow(tasks.records, tx.q, kind, Number(id)));
  if (!row || !reaches(tasks.records, actor, kind, row, 'read') || fold(titleOf(kind, row).slice(0, 250)) !== fold(title)) return null;
  return { aboutType: type, aboutId: Number(id), aboutTitle: titleOf(kind, row).slice(0, 250) };
}

/** The values of a row, with what it says that has no place here kept in the description; `kept` tells whether there was any. */
export async function valuesOf(
  job: Job,
  tx: Tx,
  row: CheckedRow,
  place: Place,
  people: ReadonlyMap<string, number>,
  points: readonly Point[],
): Promise<{ values: Values; kept: boolean }> {
  const about = await aboutOf(job, tx, textOf(row, 'aboutRecord'));
  const { tasks, actor, say } = job;
  const { timeZone } = actor;
  const whole = unguarded(textOf(row, 'title'));
  const title = titleIn(row);
  let extra = title === whole ? '' : whole;
  let kept = false;
  const keep = (name: string, text: string) => {
    extra = withLine(extra, say(`tasks:import.kept.${name}`, { text }));
    kept = true;
  };
  const at = (name: string, usual: string) => {
    const written = textOf(row, name);
    const instant = written === '' ? null : instantOfText(written, usual, timeZone);
    if (written !== '' && instant === null) keep(name, written);
    return instant;
  };
  const { workingHours } = tasks.settings.company();
  const [start, deadline] = [at('start', workingHours.from), at('deadline', workingHours.to)];
  const named = textOf(row, 'responsible');
  const ownerId = named === '' ? undefined : people.get(fold(named));
  if (named !== '' && ownerId === undefined) keep('responsible', named);
  const word = textOf(row, 'state');
  const state = word === '' ? 'new' : (stateOf(word) ?? 'new');
  if (word !== '' && stateOf(word) === undefined) keep('state', word);
  if (about === null) keep('about', textOf(row, 'aboutRecord'));
  const given = unguarded(textOf(row, 'description'));
  const isHtml = /^<(p|ul|ol|h\d|blockquote|pre)\b/i.test(given);
  const lines = withLine(isHtml ? '' : given, extra);
  const own = isHtml ? await cleanForPeople(tx.q, given, 'description') : { html: '', words: '' };
  const html = own.html + paragraphs(lines.split('\n'));
  const now = tasks.now();
  const values = {
    title,
    description: html || null,
    descriptionText: withLine(own.words, lines) || null,
    state,
    closedAt: state === 'done' || state === 'declined' ? now : null,
    startedAt: state === 'in-progress' || state === 'paused' ? now : null,
    priority: priorityOf(textOf(row, 'priority')) ?? 'normal',
    creatorId: actor.personId,
    ownerId: ownerId ?? actor.personId,
    helperIds: listOf(textOf(row, 'helpers'))
      .flatMap((name) => people.get(fold(name)) ?? [])
      .slice(0, 50),
    observerIds: [],
    plannedStartAt: start,
    deadlineAt: deadline !== null && start !== null && deadline < start ? null : deadline,
    // Lists of others write 0 where nothing was estimated.
    estimateMinutes: (row.values.estimate as number | null | undefined) || null,
    ...place,
    ...about,
    tags: listOf(textOf(row, 'tags'))
      .map((tag) => tag.slice(0, 40))
      .slice(0, mostTags),
    mayMoveDeadline: true,
    subtaskCount: 0,
    subtaskDoneCount: 0,
    checkCount: points.length,
    checkDoneCount: points.filter(({ done }) => done).length,
  };
  return { values, kept };
}
