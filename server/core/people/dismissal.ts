import { sql } from 'kysely';
import type { Person, Returned } from '../../contracts/core/people.js';
import type { Actor } from '../access/actor.js';
import type { Tx } from '../db/database.js';
import { inTexts } from '../db/fragments.js';
import { plusMilliseconds } from '../db/instant.js';
import { invalidField } from '../http/problem.js';
import type { RecordContext } from '../records/context.js';
import type { Services } from '../services.js';
import { changePerson } from './change-person.js';
import { countToReturn, handOverMs, planHandOver } from './hand-over.js';
import { readPerson } from './people.js';
import { demandPersonInScope } from './scope.js';

/** Kinds of record of the modules that are on and that somebody is responsible for. */
const ownedKinds = (records: RecordContext) => [...records.kinds.values()].filter((kind) => kind.ownerColumn !== null);

/** How many records of each kind a person is responsible for, from the counters; kinds without any are left out. @throws Refusal 404, 403. */
export async function holdingsOf(services: Services, records: RecordContext, actor: Actor, personId: number): Promise<{ type: string; count: number }[]> {
  const { db } = services;
  await readPerson(db, db.read, personId);
  demandPersonInScope(services, actor, personId);
  const rows = await db.read
    .selectFrom('record_counters')
    .select((eb) => ['record_type', eb.fn.sum<number>('n').as('n')])
    .where('owner_id', '=', personId)
    .where(
      inTexts(
        db.dialect,
        sql.ref('record_type'),
        ownedKinds(records).map(({ type }) => type),
      ),
    )
    .groupBy('record_type')
    .execute();
  const counts = new Map(rows.map((row) => [row.record_type, Number(row.n)]));
  return ownedKinds(records).flatMap(({ type }) => ((counts.get(type) ?? 0) > 0 ? [{ type, count: counts.get(type) as number }] : []));
}

/**
 * Ends somebody's access: sessions and tokens end at once, the records go to `toPersonId` in the background.
 * @throws Refusal as `changePerson`, and 422 on `toPersonId` for somebody who cannot work with them.
 */
export async function dismissPerson(services: Services, tx: Tx, actor: Actor, personId: number, toPersonId: number | null): Promise<Person> {
  const { now } = services;
  if (toPersonId !== null) {
    const to = await tx.q.selectFrom('people').select('id').where('id', '=', toPersonId).where('status', '<>', 'dismissed').executeTakeFirst();
    if (!to || toPersonId === personId) throw invalidField('toPersonId', 'unknown-person');
  }
  const before = await readPerson(services.db, tx.q, personId);
  const person = await changePerson(services, tx, actor, personId, { status: 'dismissed' });
  if (toPersonId === null || before.status === 'dismissed') return person;
  const { id } = await tx.q
    .insertInto('hand_overs')
    .values({ person_id: personId, to_id: toPersonId, by_id: actor.personId, at: now(), state: 'running', moved: 0, returned: 0 })
    .returning('id')
    .executeTakeFirstOrThrow();
  await planHandOver(services, tx, id);
  return person;
}

/**
 * Gives somebody their access back, with their roles, and in the background what was handed over in the last thirty days.
 * @returns with how many records go back. @throws Refusal as `changePerson`.
 */
export async function takeBackPerson(services: Services, records: RecordContext, tx: Tx, actor: Actor, personId: number): Promise<Returned> {
  const { now } = services;
  const person = await changePerson(services, tx, actor, personId, { status: 'active' });
  const last = await tx.q
    .updateTable('hand_overs')
    .set({ state: 'taking-back' })
    .where('person_id', '=', personId)
    .where('state', 'in', ['running', 'done'])
    .where('at', '>', plusMilliseconds(now(), -handOverMs))
    .returning('id')
    .execute();
  for (const { id } of last) await planHandOver(services, tx, id);
  const ids = last.map(({ id }) => id);
  return { ...person, returning: await countToReturn(records, tx.q, ids) };
}
