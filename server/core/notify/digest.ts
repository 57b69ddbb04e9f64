import { setImmediate as turn } from 'node:timers/promises';
import type { JobKind } from '../jobs/jobs.js';
import { fromChoicesRow, storeChoices, usualChoices } from './choices.js';
import { type DigestNeeds, digestContent } from './digest-mail.js';
import { nextDigest, quietUntil } from './quiet.js';

/** Everybody whose moment has come, and those for whom it has to be reckoned anew: new people, and who has moved to another zone. */
async function peopleToLookAt({ services: { db, now } }: DigestNeeds) {
  return db.read
    .selectFrom('people')
    .leftJoin('notice_settings as chosen', 'chosen.person_id', 'people.id')
    .select(['people.id', 'people.email', 'people.time_zone', 'chosen.time_zone as reckoned_for', 'chosen.next_digest_at'])
    .select(['chosen.kinds', 'chosen.quiet', 'chosen.digest'])
    .where('people.status', '=', 'active')
    .where((eb) =>
      eb.or([eb('chosen.person_id', 'is', null), eb('chosen.time_zone', '<>', eb.ref('people.time_zone')), eb('chosen.next_digest_at', '<=', now())]),
    )
    .orderBy('people.id')
    .execute();
}

type Person = Awaited<ReturnType<typeof peopleToLookAt>>[number];

/**
 * Makes a person's digest and plans the next one, in one transaction: whatever ends the process in between, it is sent once. Days on
 * which the portal was off make one digest, not one each.
 * @returns whether there was something to say.
 */
async function digestFor(needs: DigestNeeds, person: Person): Promise<boolean> {
  const { db, access, mail, now } = needs.services;
  const choices = person.kinds === null ? usualChoices : fromChoicesRow({ kinds: person.kinds, quiet: person.quiet, digest: person.digest });
  const due = person.next_digest_at;
  const next = nextDigest(choices.digest, person.time_zone, now());
  const after = quietUntil(choices.quiet, person.time_zone, now());
  // One that is late and would be held back until the next one gives way to it.
  const isLost = after !== null && next !== null && after >= next;
  if (due === null || due > now() || isLost) {
    await db.write((tx) => storeChoices(tx, { id: person.id, timeZone: person.time_zone }, choices, now()));
    return false;
  }
  const waiting = await db.read
    .selectFrom('notices')
    .selectAll()
    .where('person_id', '=', person.id)
    .where('for_digest', '=', 1)
    .orderBy('id', 'desc')
    .execute();
  const actor = await access.actorOf(person.id);
  // What was read in the inbox meanwhile needs no mail any more.
  const untold = waiting.filter((row) => row.shown === 0 || row.read_at === null);
  const content = actor && person.email && mail.ready() ? await digestContent(needs, actor, untold) : null;
  return db.write(async (tx) => {
    const mine = await tx.q
      .updateTable('notice_settings')
      .set({ next_digest_at: next, time_zone: person.time_zone })
      .where('person_id', '=', person.id)
      .where('next_digest_at', '=', due)
      .returning('person_id')
      .executeTakeFirst();
    // Another process was faster, or the person has just chosen another time.
    if (!mine) return false;
    const last = waiting[0]?.id ?? 0;
    await tx.q.updateTable('notices').set({ for_digest: 0 }).where('person_id', '=', person.id).where('for_digest', '=', 1).where('id', '<=', last).execute();
    if (!content) return false;
    await mail.queue(tx, { to: person.email as string, content, senderId: null, ...(after === null ? {} : { after }) });
    return true;
  });
}

/** Twice an hour, since there are zones that are half an hour apart: digests whose moment has come. */
export const digestJob = (needs: DigestNeeds): JobKind => ({
  kind: 'core.notice-digest',
  cron: '*/30 * * * *',
  async handler(_payload, _attempt, dealtWith) {
    let made = 0;
    for (const person of await peopleToLookAt(needs)) {
      try {
        if (await digestFor(needs, person)) made += 1;
      } catch (error) {
        // The others get theirs; this one is tried again next time.
        needs.services.log.error({ err: error, person: person.id }, 'digest could not be made');
      }
      await turn();
    }
    dealtWith(made);
    return undefined;
  },
});
