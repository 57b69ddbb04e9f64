import { bringComments } from '../../../core/comments/bring.js';
import type { Tx } from '../../../core/db/database.js';
import { reserveIds } from '../../../core/db/rows.js';
import { formats } from '../../../core/i18n/format.js';
import { fold } from '../../../core/search/fold.js';
import { task } from '../kinds.js';
import { positionStep } from '../tasks/check.js';
import { paragraphs, textOf } from './cells.js';
import type { Job, Made } from './job.js';
import { readSaid } from './said.js';

/** The points of their checklists, those below others with their parent. */
export async function storeChecks({ tasks, actor }: Job, tx: Tx, made: readonly Made[]): Promise<void> {
  const all = made.flatMap(({ ready, id }) => ready.points.map((point, n) => ({ point, id, n })));
  if (all.length === 0) return;
  const ids = await reserveIds(tasks.db.dialect, tx, 'tasks_checks', all.length);
  const last: number[] = [];
  const rows = all.map(({ point, id, n }, index) => {
    if (n === 0) last.length = 0;
    last.length = point.level;
    const parent = last.at(-1) ?? null;
    last.push(ids[index] as number);
    return {
      id: ids[index] as number,
      task_id: id,
      parent_id: parent,
      text: point.text,
      position: (n + 1) * positionStep,
      done_at: point.done ? tasks.now() : null,
      done_by: point.done ? actor.personId : null,
      person_id: null,
      file_ids: '[]',
      deleted_at: null,
    };
  });
  await tx.insertMany('tasks_checks', rows);
}

/** Comments of other systems: of whom one may speak for, in their name, else in one's own with the name and the day in words. */
export async function storeSaid({ tasks, actor, say }: Job, tx: Tx, made: readonly Made[], people: ReadonlyMap<string, number>): Promise<void> {
  const speaksForAll = tasks.access.scope(actor, 'tasks.task.import').all;
  const [f, now] = [formats(actor.language, actor.timeZone, actor.country), Date.parse(tasks.now())];
  const all = made.flatMap(({ ready, id }) =>
    readSaid(textOf(ready.row, 'comments')).map(({ at, by, text }) => {
      const authorId = speaksForAll ? people.get(fold(by)) : undefined;
      const lines = [...(authorId === undefined ? [say('tasks:import.said', { name: by || '?', when: f.moment(at) })] : []), ...text.split('\n')];
      return {
        recordId: id,
        authorId: authorId ?? actor.personId,
        at: new Date(Math.min(Date.parse(at), now)).toISOString(),
        html: paragraphs(lines),
        words: lines.join('\n'),
      };
    }),
  );
  await bringComments(tasks.records, tx, actor, task.type, all);
}
