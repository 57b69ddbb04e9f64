import { createHash } from 'node:crypto';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import fastJsonStringify from 'fast-json-stringify';
import Fastify from 'fastify';
import { deal } from '../../server/contracts/crm/records.js';
import { columnOf } from '../../server/core/records/kind.js';

/**
 * The floor: bare Fastify routes over bare prepared statements on the same tables and indexes, with a session check, giving the
 * same bytes; a write stores its row and one line of history in a durable commit of its own. Without rights, filters, paging,
 * validation, events, counters and search entries. Started as a process of its own: `node dist/tests/bench/floor.js DATA_FOLDER`,
 * prints its port.
 */
const db = new BetterSqlite3(join(process.argv[2] as string, 'sede.sqlite'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.pragma('cache_size = -64000');
db.pragma('mmap_size = 1073741824');

const nullable = (type: string) => ({ type: [type, 'null'] });
const properties: Record<string, unknown> = { id: { type: 'integer' }, version: { type: 'integer' } };
const money: string[] = [];
const plain: string[] = [];
for (const [name, field] of Object.entries(deal.fields)) {
  if (field.kind === 'money') {
    money.push(name);
    properties[name] = { type: 'object', nullable: true, properties: { amount: { type: 'integer' }, currency: { type: 'string' } } };
  } else {
    plain.push(name);
    properties[name] = nullable(['int', 'ref', 'person', 'file'].includes(field.kind) ? 'integer' : 'string');
  }
}
properties.createdAt = { type: 'string' };
properties.createdBy = nullable('integer');
properties.updatedAt = { type: 'string' };
const list = (items: unknown, more: Record<string, unknown> = {}) => ({ type: 'object', properties: { items: { type: 'array', items }, ...more } });
const record = { type: 'object', properties };
const moneys = { type: 'array', items: { type: 'object', properties: { amount: { type: 'integer' }, currency: { type: 'string' } } } };
const column = {
  type: 'object',
  properties: { stageId: { type: 'integer' }, count: { type: 'integer' }, sums: moneys, ...list(record, { next: nullable('string') }).properties },
};
const entry = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    at: { type: 'string' },
    actorId: nullable('integer'),
    kind: { type: 'string' },
    text: nullable('string'),
    data: { type: 'object', additionalProperties: true },
    recordType: { type: 'string' },
    recordId: { type: 'integer' },
  },
};
const hit = {
  type: 'object',
  properties: { type: { type: 'string' }, id: { type: 'integer' }, title: { type: 'string' }, url: { type: 'string' }, snippet: nullable('string') },
};
const stringify = {
  list: fastJsonStringify(list(record, { next: nullable('string') }) as never),
  record: fastJsonStringify(record as never),
  timeline: fastJsonStringify(list(entry, { next: nullable('integer') }) as never),
  board: fastJsonStringify({ type: 'object', properties: { columns: { type: 'array', items: column } } } as never),
  search: fastJsonStringify(list(hit) as never),
};

const columns = ['id', 'version', ...Object.keys(deal.fields).map(columnOf), 'currency', 'created_at', 'created_by', 'updated_at'].join(', ');
const lists = {
  amount: db.prepare(
    `select ${columns} from crm_deals indexed by crm_deals_by_amount where deleted_at is null and amount is not null order by amount desc, id desc limit 51`,
  ),
  createdAt: db.prepare(
    `select ${columns} from crm_deals indexed by crm_deals_by_created_at where deleted_at is null order by created_at desc, id desc limit 51`,
  ),
};
const session = db.prepare('select person_id from sessions where token_hash = ? and expires_at > ?');
const one = db.prepare(`select ${columns} from crm_deals where id = ? and deleted_at is null`);
const timeline = db.prepare(
  `select e.id, e.at, e.actor_id, e.kind, e.text, e.data, e.record_type, e.record_id from timeline_links l join timeline_entries e on e.id = l.entry_id
   where l.record_type = 'crm.deal' and l.record_id = ? order by l.entry_id desc limit 51`,
);
const insert = db.prepare(
  `insert into crm_deals (version, title, pipeline_id, stage_id, amount, currency, owner_id, created_at, created_by, updated_at) values (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
);
const rename = db.prepare('update crm_deals set title = ?, version = version + 1, updated_at = ? where id = ?');
const moveTo = db.prepare('update crm_deals set stage_id = ?, version = version + 1, stage_entered_at = ?, updated_at = ? where id = ?');
const audit = db.prepare("insert into record_history (record_type, record_id, at, actor_id, kind, changes) values ('crm.deal', ?, ?, ?, ?, ?)");
const stages = (
  db.prepare('select id, pipeline_id from crm_stages where pipeline_id is not null order by position').all() as { id: number; pipeline_id: number }[]
).slice(0, 8);
const counts = db.prepare(
  'select stage_id, currency, count(*) as n, sum(amount) as amount from crm_deals where deleted_at is null group by stage_id, currency',
);
const cards = db.prepare(
  `select ${columns} from crm_deals indexed by crm_deals_by_stage where stage_id = ? and deleted_at is null order by created_at desc, id desc limit 21`,
);
const found = db.prepare(
  'select e.record_type, e.record_id, e.title from search_trigrams t cross join search_entries e on e.id = t.rowid where search_trigrams match ? order by t.rowid desc limit 20',
);

type Row = Record<string, number | string | null>;
function toItem(row: Row): Record<string, unknown> {
  const item: Record<string, unknown> = { id: row.id, version: row.version };
  for (const name of plain) item[name] = row[columnOf(name)];
  for (const name of money) item[name] = row[columnOf(name)] === null ? null : { amount: row[columnOf(name)], currency: row.currency };
  item.createdAt = row.created_at;
  item.createdBy = row.created_by;
  item.updatedAt = row.updated_at;
  return item;
}

const app = Fastify();
app.addHook('onRequest', async (request, reply) => {
  const cookie = /sede_session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  const signedIn = session.get(createHash('sha256').update(cookie).digest('hex'), new Date().toISOString()) as { person_id: number } | undefined;
  if (!signedIn) return reply.code(401).send();
});
const json = 'application/json; charset=utf-8';
const cursor = (values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');
const idOf = (params: unknown) => Number((params as { id: string }).id);

app.get('/api/v1/crm/deals', async (request, reply) => {
  const sort = String((request.query as { sort?: string }).sort).slice(1) as keyof typeof lists;
  const rows = lists[sort].all() as Row[];
  const last = rows[49] as Row;
  const next = cursor([sort, 1, last[columnOf(sort)], last.id]);
  return reply.header('content-type', json).send(stringify.list({ items: rows.slice(0, 50).map(toItem), next }));
});
app.get('/api/v1/crm/deals/:id', async (request, reply) =>
  reply.header('content-type', json).send(stringify.record(toItem(one.get(idOf(request.params)) as Row))),
);
app.get('/api/v1/crm/deals/:id/timeline', async (request, reply) => {
  const items = (timeline.all(idOf(request.params)) as Row[]).map((row) => ({
    id: row.id,
    at: row.at,
    actorId: row.actor_id,
    kind: row.kind,
    text: row.text,
    data: JSON.parse(String(row.data)),
    recordType: row.record_type,
    recordId: row.record_id,
  }));
  return reply.header('content-type', json).send(stringify.timeline({ items, next: null }));
});
app.get('/api/v1/crm/deals/board', async (_request, reply) => {
  const totals = counts.all() as { stage_id: number; currency: string | null; n: number; amount: number | null }[];
  const full = stages.map(({ id }) => {
    const rows = cards.all(id) as Row[];
    const own = totals.filter((total) => total.stage_id === id);
    const last = rows[19];
    return {
      stageId: id,
      count: own.reduce((sum, { n }) => sum + n, 0),
      sums: own.map(({ amount, currency }) => ({ amount, currency })),
      items: rows.slice(0, 20).map(toItem),
      next: rows.length > 20 && last ? cursor(['createdAt', 1, last.created_at, last.id]) : null,
    };
  });
  return reply.header('content-type', json).send(stringify.board({ columns: full }));
});
app.get('/api/v1/search', async (request, reply) => {
  const words = (request.query as { q: string }).q.toLowerCase().split(' ');
  const rows = found.all(words.map((word) => `"${word}"`).join(' AND ')) as Row[];
  const items = rows.map((row) => ({ type: row.record_type, id: row.record_id, title: row.title, url: `/crm/deals/${row.record_id}`, snippet: null }));
  return reply.header('content-type', json).send(stringify.search({ items }));
});

/** Stores a row and its line of history, durably, and gives the record back. */
const write = db.transaction((kind: string, changes: unknown, work: (now: string) => number) => {
  const now = new Date().toISOString();
  const id = work(now);
  audit.run(id, now, 1, kind, JSON.stringify(changes));
  return one.get(id) as Row;
});
const send = (row: Row) => stringify.record(toItem(row));
app.post('/api/v1/crm/deals', async (request, reply) => {
  const { title, amount } = request.body as { title: string; amount: { amount: number; currency: string } };
  const [stage] = stages as [{ id: number; pipeline_id: number }];
  const row = write.immediate('created', {}, (now) =>
    Number(insert.run(title, stage.pipeline_id, stage.id, amount.amount, amount.currency, 1, now, 1, now).lastInsertRowid),
  );
  return reply.code(201).header('content-type', json).send(send(row));
});
app.patch('/api/v1/crm/deals/:id', async (request, reply) => {
  const { title } = request.body as { title: string };
  const id = idOf(request.params);
  const row = write.immediate('changed', { title: { to: title } }, (now) => {
    rename.run(title, now, id);
    return id;
  });
  return reply.header('content-type', json).send(send(row));
});
app.post('/api/v1/crm/deals/:id/move', async (request, reply) => {
  const { stageId } = request.body as { stageId: number };
  const id = idOf(request.params);
  const row = write.immediate('changed', { stageId: { to: stageId } }, (now) => {
    moveTo.run(stageId, now, now, id);
    return id;
  });
  return reply.header('content-type', json).send(send(row));
});
await app.listen({ port: 0, host: '127.0.0.1' });
console.log((app.server.address() as { port: number }).port);
