import { setImmediate as turn } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { sql } from 'kysely';
import type { Field } from '../../../contracts/core/fields.js';
import { type ReportGroup, reportGroups, type TimeEntry, type TimeFilter } from '../../../contracts/tasks/time.js';
import type { Actor } from '../../../core/access/actor.js';
import { audit } from '../../../core/audit/audit.js';
import { cellStyle } from '../../../core/exports/cells.js';
import { fileFormats } from '../../../core/exports/files.js';
import { dispositionOf } from '../../../core/files/api.js';
import { invalidField } from '../../../core/http/problem.js';
import { texts } from '../../../core/i18n/texts.js';
import type { Values } from '../../../core/records/kind.js';
import type { Tasks } from '../run.js';
import { entriesWhere } from './entries.js';
import { timeReach, timeWhere } from './reach.js';
import { reportTime } from './report.js';

const pageSize = 200;

const kinds: Readonly<Record<string, Field>> = {
  day: { kind: 'day' },
  task: { kind: 'text', max: 250 },
  person: { kind: 'text', max: 250 },
  project: { kind: 'text', max: 250 },
  client: { kind: 'text', max: 250 },
  note: { kind: 'text', max: 2000 },
  hours: { kind: 'quantity' },
  minutes: { kind: 'int' },
  entries: { kind: 'int' },
};

const hours = (minutes: number) => Math.round((minutes / 60) * 100) / 100;

async function* entryPages(tasks: Tasks, actor: Actor, filter: TimeFilter): AsyncGenerator<Values[]> {
  const reach = timeReach(tasks, actor, 'export');
  const where = timeWhere(reach, filter);
  const names = new Map((await tasks.db.read.selectFrom('people').select(['id', 'name']).execute()).map(({ id, name }) => [id, name]));
  for (let last: TimeEntry | undefined; ; ) {
    const past = last ? sql<boolean>`${where} and (e.day < ${last.day} or (e.day = ${last.day} and e.id < ${last.id}))` : where;
    const page = await entriesWhere(tasks.db.read, actor, reach, past, pageSize);
    yield page.map(({ day, taskTitle, personId, note, minutes }) => ({
      day,
      task: taskTitle,
      person: names.get(personId) ?? '',
      note,
      hours: hours(minutes),
      minutes,
    }));
    if (page.length < pageSize) return;
    last = page.at(-1);
    await turn();
  }
}

/** Sends entries, or with `by` a report of them, as a file. Noted in the audit log. @throws Refusal 422 naming the parameter. */
export async function exportTime(
  tasks: Tasks,
  actor: Actor,
  { by, format = 'csv', ...filter }: TimeFilter & { by?: ReportGroup; format?: string },
  reply: FastifyReply,
): Promise<FastifyReply> {
  const file = fileFormats.get(format);
  if (!file) throw invalidField('format', 'choice', { options: [...fileFormats.keys()].join(', ') });
  if (by !== undefined && !reportGroups.includes(by)) throw invalidField('by', 'choice', { options: reportGroups.join(', ') });
  const report = by === undefined ? null : await reportTime(tasks, actor, by, filter, 'export');
  timeWhere(timeReach(tasks, actor, 'export'), filter);
  await tasks.db.write((tx) => audit(tx, tasks.now(), actor, 'records.exported', 'tasks.time', { filters: Object.keys(filter) }));
  const t = texts(actor.language);
  async function* pages() {
    const named = () => '';
    if (!report || by === undefined) for await (const rows of entryPages(tasks, actor, filter)) yield { rows, named };
    else
      yield {
        rows: report.items.map(({ title, minutes, entries }) => ({
          [by]: title ?? (by === 'day' ? null : t('tasks:time.without')),
          hours: hours(minutes),
          minutes,
          entries,
        })),
        named,
      };
  }
  const columns = (by === undefined ? ['day', 'person', 'task', 'note', 'hours', 'minutes'] : [by, 'hours', 'minutes', 'entries']).map((name) => ({
    name,
    field: kinds[name] as Field,
    title: t(`tasks:time.column.${name}`),
  }));
  return reply
    .header('content-type', file.contentType)
    .header('content-disposition', dispositionOf('attachment', `${t('tasks:time.file')}-${tasks.now().slice(0, 10)}.${file.ending}`))
    .header('cache-control', 'private, no-store')
    .send(file.write({ name: t('tasks:time.file'), columns, style: cellStyle(actor.language, actor.timeZone, tasks.settings.company().currency), pages }));
}
