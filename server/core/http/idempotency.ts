import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.js';
import { type Database, type Tx, withFirstWrite } from '../db/database.js';
import { invalidField, Refusal } from './problem.js';

interface Answer {
  status: number;
  body: string;
}

/** Stands for the answer while there is none: what the call writes is there, or will be with the same commit. */
const notYetAnswered = 0;

interface Key {
  person_id: number;
  key: string;
  request_hash: string;
}

const rowsOf = ({ q }: Pick<Tx, 'q'>, { person_id, key }: Key) => ({
  select: () => q.selectFrom('idempotency_keys').select(['request_hash', 'status', 'body']).where('person_id', '=', person_id).where('key', '=', key),
  remove: () => q.deleteFrom('idempotency_keys').where('person_id', '=', person_id).where('key', '=', key).execute(),
});

async function answerBefore(db: Database, key: Key): Promise<Answer | undefined> {
  const row = await rowsOf({ q: db.read }, key).select().executeTakeFirst();
  if (row && row.request_hash !== key.request_hash) throw new Refusal(422, 'idempotency-key-reused');
  if (row?.status === notYetAnswered) throw new Refusal(409, 'answer-lost');
  return row;
}

/** A body that the handler reads itself is told apart by its length: it has not been read yet. */
const hashOf = (request: FastifyRequest) =>
  createHash('sha256')
    .update(`${request.url}\n${request.body === undefined ? request.headers['content-length'] : JSON.stringify(request.body)}`)
    .digest('hex');

/** Whose call it is by its address, `/api/v1/<module>/…`: its answers go when the module does. Core's own routes name no module. */
const moduleOf = (request: FastifyRequest): string => /^\/api\/v1\/([a-z]+)\/:?[a-z]/.exec(request.routeOptions.url ?? '')?.[1] ?? 'core';

/** Keys whose first call is still running: a second one waits for its turn by being told to come again. */
const running = new Set<string>();

/**
 * A POST with an `Idempotency-Key` is done once: sent again it gets the same answer. The key is stored in the transaction of
 * what the call writes, so that a server that is killed before it could answer does not do it twice either.
 * @throws Refusal 409 `still-running`; 409 `answer-lost` when the server was stopped between the deed and its answer;
 *   422 when the key was given with something else.
 */
export async function once(
  ctx: { db: Database; now(): string },
  actor: Actor,
  request: FastifyRequest,
  status: number,
  work: () => Promise<string>,
): Promise<Answer> {
  const given = request.headers['idempotency-key'];
  if (typeof given !== 'string' || request.method !== 'POST' || actor.personId === null) return { status, body: await work() };
  if (given.length > 200) throw invalidField('Idempotency-Key', 'too-long', { max: 200 });
  const key: Key = { person_id: actor.personId, key: given, request_hash: hashOf(request) };
  const name = `${actor.personId}/${given}`;
  // Taken before it is looked whether the first call has been answered: it may be answered while that is read.
  if (running.has(name)) throw new Refusal(409, 'still-running');
  running.add(name);
  try {
    const before = await answerBefore(ctx.db, key);
    if (before) return before;
    const store = (answer: Answer) => (tx: Tx) =>
      tx.q
        .insertInto('idempotency_keys')
        .values({ ...key, ...answer, at: ctx.now(), module: moduleOf(request) })
        .onConflict((conflict) => conflict.columns(['person_id', 'key']).doUpdateSet(answer))
        .execute();
    let body: string;
    try {
      body = await withFirstWrite(store({ status: notYetAnswered, body: '' }), work);
    } catch (refused) {
      // A refused call may be mended and sent again under its key.
      await ctx.db.write((tx) => rowsOf(tx, key).remove());
      throw refused;
    }
    await ctx.db.write(store({ status, body }));
    return { status, body };
  } finally {
    running.delete(name);
  }
}
