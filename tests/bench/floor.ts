import { createHash } from 'node:crypto';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import fastJsonStringify from 'fast-json-stringify';
import Fastify from 'fastify';
import { deal } from '../../server/contracts/crm/records.js';
import { columnOf } from '../../server/core/records/kind.js';

/**
 * The floor: a bare Fastify route over bare prepared statements on the same tables and indexes, with a session check,
 * giving the same bytes; without rights, filters, paging or validation. Started as a process of its own:
 * `node dist/tests/bench/floor.js DATA_FOLDER`, prints its port.
 */
const db = new BetterSqlite3(join(process.argv[2] as string, 'sede.sqlite'), { readonly: true });
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
const stringify = fastJsonStringify({
  type: 'object',
  properties: { items: { type: 'array', items: { type: 'object', properties } }, next: nullable('string') },
} as never);

const columns = ['id', 'version', ...Object.keys(deal.fields).map(columnOf), 'currency', 'created_at', 'created_by', 'updated_at'].join(', ');
const statements = {
  amount: db.prepare(
    `select ${columns} from crm_deals indexed by crm_deals_by_amount where deleted_at is null and amount is not null order by amount desc, id desc limit 51`,
  ),
  createdAt: db.prepare(
    `select ${columns} from crm_deals indexed by crm_deals_by_created_at where deleted_at is null order by created_at desc, id desc limit 51`,
  ),
};
const session = db.prepare('select person_id from sessions where token_hash = ? and expires_at > ?');

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
app.get('/api/v1/crm/deals', async (request, reply) => {
  const cookie = /sede_session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  if (!session.get(createHash('sha256').update(cookie).digest('hex'), new Date().toISOString())) return reply.code(401).send();
  const sort = String((request.query as { sort?: string }).sort).slice(1) as keyof typeof statements;
  const rows = statements[sort].all() as Row[];
  const last = rows[49] as Row;
  const next = Buffer.from(JSON.stringify([sort, 1, last[columnOf(sort)], last.id])).toString('base64url');
  return reply.header('content-type', 'application/json; charset=utf-8').send(stringify({ items: rows.slice(0, 50).map(toItem), next }));
});
await app.listen({ port: 0, host: '127.0.0.1' });
console.log((app.server.address() as { port: number }).port);
