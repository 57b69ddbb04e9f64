import { createHash } from 'node:crypto';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import fastJsonStringify from 'fast-json-stringify';
import Fastify from 'fastify';
import { task } from '../../server/contracts/tasks/records.js';
import { columnOf } from '../../server/core/records/kind.js';

/** The floor of tasks, see floor.ts: the list, what is open by deadline, and the board of a project by its stages, over bare statements on the same tables and indexes. */
const db = new BetterSqlite3(join(process.argv[2] as string, 'sede.sqlite'));
db.pragma('journal_mode = WAL');
db.pragma('cache_size = -64000');
db.pragma('mmap_size = 1073741824');

const nullable = (type: string) => ({ type: [type, 'null'] });
const properties: Record<string, unknown> = { id: { type: 'integer' }, version: { type: 'integer' } };
const parsed = new Set<string>();
const flags = new Set<string>();
for (const [name, field] of Object.entries(task.fields)) {
  if (field.kind === 'people' || field.kind === 'words' || field.kind === 'json') parsed.add(name);
  if (field.kind === 'yesNo') flags.add(name);
  const numbers = field.kind === 'people' ? { type: 'array', items: { type: 'integer' } } : { type: 'array', items: { type: 'string' } };
  properties[name] = parsed.has(name)
    ? { ...numbers, nullable: true }
    : flags.has(name)
      ? { type: 'boolean' }
      : nullable(['int', 'ref', 'person'].includes(field.kind) ? 'integer' : 'string');
}
Object.assign(properties, { createdAt: { type: 'string' }, createdBy: nullable('integer'), updatedAt: { type: 'string' } });
const list = { type: 'object', properties: { items: { type: 'array', items: { type: 'object', properties } }, next: nullable('string') } };
const group = { type: 'object', properties: { key: { type: 'integer' }, count: { type: 'integer' }, ...list.properties } };
const column = { type: 'object', properties: { stageId: { type: 'integer' }, count: { type: 'integer' }, ...list.properties } };
const stringify = {
  list: fastJsonStringify(list as never),
  due: fastJsonStringify({ type: 'object', properties: { columns: { type: 'array', items: group } } } as never),
  board: fastJsonStringify({ type: 'object', properties: { columns: { type: 'array', items: column } } } as never),
};

type Row = Record<string, number | string | null>;
const names = Object.keys(properties);
function toItem(row: Row): Record<string, unknown> {
  const item: Record<string, unknown> = {};
  for (const name of names) {
    const stored = row[columnOf(name)] ?? null;
    item[name] = parsed.has(name) ? (stored === null ? null : JSON.parse(String(stored))) : flags.has(name) ? stored === 1 : stored;
  }
  return item;
}

const columns = names.map(columnOf).join(', ');
const lists = {
  deadlineAt: db.prepare(
    `select ${columns} from tasks_tasks indexed by tasks_tasks_by_deadline_at where deleted_at is null and deadline_at is not null order by deadline_at desc, id desc limit 51`,
  ),
  createdAt: db.prepare(
    `select ${columns} from tasks_tasks indexed by tasks_tasks_by_created_at where deleted_at is null order by created_at desc, id desc limit 51`,
  ),
};
const open = 'from tasks_tasks indexed by tasks_tasks_open_by_deadline_at where deleted_at is null and closed_at is null';
const groupOf = (range: string) => ({
  items: db.prepare(`select ${columns} ${open} and ${range} order by deadline_at, id limit 51`),
  count: db.prepare(`select count(*) as n ${open} and ${range}`),
});
const [dated, undated] = [groupOf('deadline_at >= ? and deadline_at < ?'), groupOf('deadline_at is null')];
const session = db.prepare('select person_id from sessions where token_hash = ? and expires_at > ?');
const stages = db.prepare('select id from tasks_stages where project_id = ? order by position');
const counts = db.prepare('select stage_id, count(*) as n from tasks_tasks where project_id = ? and deleted_at is null group by stage_id');
const cards = db.prepare(`select ${columns} from tasks_tasks where stage_id = ? and deleted_at is null order by position, id limit 21`);

const app = Fastify();
app.addHook('onRequest', async (request, reply) => {
  const cookie = /sede_session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  if (!session.get(createHash('sha256').update(cookie).digest('hex'), new Date().toISOString())) return reply.code(401).send();
});
const json = 'application/json; charset=utf-8';
app.get('/api/v1/tasks/tasks', async (request, reply) => {
  const sort = String((request.query as { sort?: string }).sort).slice(1) as keyof typeof lists;
  const rows = lists[sort].all() as Row[];
  const next = Buffer.from(JSON.stringify([sort, 1, rows[49]?.[columnOf(sort)], rows[49]?.id])).toString('base64url');
  return reply.header('content-type', json).send(stringify.list({ items: rows.slice(0, 50).map(toItem), next }));
});
app.get('/api/v1/tasks/tasks/deadlines', async (_request, reply) => {
  // Overdue, today, this week, the next, later; and without a deadline.
  const bounds = ['', ...[0, 1, 7, 14].map((days) => new Date(Date.now() + days * 86_400_000).toISOString()), '9999'];
  const groups = bounds.map((from, key) => {
    const [of, range] = key < 5 ? [dated, [from, bounds[key + 1]]] : [undated, []];
    const rows = of.items.all(...range) as Row[];
    const { n } = of.count.get(...range) as { n: number };
    return { key, count: n, items: rows.slice(0, 50).map(toItem), next: rows.length > 50 ? 'next' : null };
  });
  return reply.header('content-type', json).send(stringify.due({ columns: groups }));
});
app.get('/api/v1/tasks/tasks/board', async (request, reply) => {
  const projectId = Number((request.query as { projectId: string }).projectId);
  const totals = new Map((counts.all(projectId) as { stage_id: number; n: number }[]).map(({ stage_id, n }) => [stage_id, n]));
  const full = (stages.all(projectId) as { id: number }[]).map(({ id }) => {
    const rows = cards.all(id) as Row[];
    return { stageId: id, count: totals.get(id) ?? 0, items: rows.slice(0, 20).map(toItem), next: rows.length > 20 ? 'next' : null };
  });
  return reply.header('content-type', json).send(stringify.board({ columns: full }));
});
await app.listen({ port: 0, host: '127.0.0.1' });
console.log((app.server.address() as { port: number }).port);
