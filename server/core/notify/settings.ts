import type { NoticeSettings, NoticeSettingsChange } from '../../contracts/core/notices.js';
import type { Access } from '../access/access.js';
import type { Actor } from '../access/actor.js';
import { invalidField } from '../http/problem.js';
import type { Services } from '../services.js';
import { type Choices, choiceOf, noticeKindLabel, readChoices, storeChoices } from './choices.js';
import type { NoticeKind } from './kinds.js';

/** The kinds that can reach a person: those of the modules that are on, as far as they have the right that goes with them. */
const kindsFor = (access: Access, kinds: readonly NoticeKind[], actor: Actor): NoticeKind[] =>
  kinds.filter(({ right }) => right === undefined || access.may(actor, right));

async function toSettings({ db, access, mail }: Services, kinds: readonly NoticeKind[], actor: Actor, choices: Choices): Promise<NoticeSettings> {
  const person = await db.read
    .selectFrom('people')
    .select('email')
    .where('id', '=', actor.personId as number)
    .executeTakeFirst();
  return {
    kinds: kindsFor(access, kinds, actor).map((kind) => ({
      id: kind.id,
      label: noticeKindLabel(kind.id, actor.language),
      needed: kind.needed === true,
      ...choiceOf(choices, kind),
    })),
    quiet: choices.quiet,
    digest: choices.digest,
    mail: mail.ready() && person?.email != null,
  };
}

export async function readSettings(services: Services, kinds: readonly NoticeKind[], actor: Actor): Promise<NoticeSettings> {
  return toSettings(services, kinds, actor, await readChoices(services.db.read, actor.personId as number));
}

/** @throws Refusal 422 for a kind that is not there, one that has to be seen, and hours that would never end. */
function checkChange(kinds: readonly NoticeKind[], { kinds: chosen = {}, quiet }: NoticeSettingsChange): void {
  for (const [id, choice] of Object.entries(chosen)) {
    const kind = kinds.find((each) => each.id === id);
    if (!kind) throw invalidField(`kinds.${id}`, 'choice', { options: kinds.map((each) => each.id).join(', ') });
    if (kind.needed && !choice.portal) throw invalidField(`kinds.${id}.portal`, 'notice-needed');
  }
  if (quiet && quiet.from === quiet.to && new Set(quiet.days).size === 7) throw invalidField('quiet.days', 'quiet-always');
}

export async function changeSettings(services: Services, all: readonly NoticeKind[], actor: Actor, change: NoticeSettingsChange): Promise<NoticeSettings> {
  const kinds = kindsFor(services.access, all, actor);
  checkChange(kinds, change);
  const choices = await services.db.write(async (tx) => {
    // One change after the other: each keeps what it does not name.
    await tx.q
      .updateTable('people')
      .set((eb) => ({ id: eb.ref('id') }))
      .where('id', '=', actor.personId as number)
      .execute();
    const before = await readChoices(tx.q, actor.personId as number);
    const after: Choices = {
      kinds: { ...before.kinds, ...change.kinds },
      quiet: change.quiet === undefined ? before.quiet : change.quiet,
      digest: change.digest === undefined ? before.digest : change.digest,
    };
    await storeChoices(tx, { id: actor.personId as number, timeZone: actor.timeZone }, after, services.now());
    return after;
  });
  return toSettings(services, all, actor, choices);
}
