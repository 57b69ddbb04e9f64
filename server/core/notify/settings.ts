import type { KindChoices, NoticeChoice, NoticeKindSetting, NoticeSettings, NoticeSettingsChange } from '../../contracts/core/notices.js';
import type { Access } from '../access/access.js';
import type { Actor } from '../access/actor.js';
import { invalidField } from '../http/problem.js';
import type { Services } from '../services.js';
import { type Choices, choiceOf, noticeKindLabel, readChoices, storeChoices } from './choices.js';
import type { NoticeKind } from './kinds.js';

/** The kinds that can reach a person: those of the modules that are on, as far as they have the right that goes with them. */
const kindsFor = (access: Access, kinds: readonly NoticeKind[], actor: Actor): NoticeKind[] =>
  kinds.filter(({ right }) => right === undefined || access.may(actor, right));

/** Kinds in words. @param chosen here. @param usual what counts where nothing is chosen. */
export const kindSettings = (kinds: readonly NoticeKind[], language: string, chosen: Choices['kinds'], usual?: Choices['kinds']): NoticeKindSetting[] =>
  kinds.map((kind) => ({
    id: kind.id,
    label: noticeKindLabel(kind.id, language),
    needed: kind.needed === true,
    own: chosen[kind.id] !== undefined,
    ...choiceOf({ kinds: chosen }, kind, usual),
  }));

/** What was chosen before with what is chosen now; null takes a choice back. */
export const withChoices = (before: Choices['kinds'], change: KindChoices = {}): Choices['kinds'] =>
  Object.fromEntries(Object.entries({ ...before, ...change }).filter((pair): pair is [string, NoticeChoice] => pair[1] !== null));

async function toSettings({ db, access, mail, settings }: Services, kinds: readonly NoticeKind[], actor: Actor, choices: Choices): Promise<NoticeSettings> {
  const person = await db.read
    .selectFrom('people')
    .select('email')
    .where('id', '=', actor.personId as number)
    .executeTakeFirst();
  return {
    kinds: kindSettings(kindsFor(access, kinds, actor), actor.language, choices.kinds, settings.get('notices')),
    quiet: choices.quiet,
    digest: choices.digest,
    mail: mail.ready() && person?.email != null,
  };
}

export async function readSettings(services: Services, kinds: readonly NoticeKind[], actor: Actor): Promise<NoticeSettings> {
  return toSettings(services, kinds, actor, await readChoices(services.db.read, actor.personId as number));
}

/** @throws Refusal 422 for a kind that is not there, and one that has to be seen. */
export function checkKinds(kinds: readonly NoticeKind[], chosen: KindChoices): void {
  for (const [id, choice] of Object.entries(chosen)) {
    const kind = kinds.find((each) => each.id === id);
    if (!kind) throw invalidField(`kinds.${id}`, 'choice', { options: kinds.map((each) => each.id).join(', ') });
    if (kind.needed && choice?.portal === false) throw invalidField(`kinds.${id}.portal`, 'notice-needed');
  }
}

/** @throws Refusal 422 also for hours that would never end. */
function checkChange(kinds: readonly NoticeKind[], { kinds: chosen = {}, quiet }: NoticeSettingsChange): void {
  checkKinds(kinds, chosen);
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
      kinds: withChoices(before.kinds, change.kinds),
      quiet: change.quiet === undefined ? before.quiet : change.quiet,
      digest: change.digest === undefined ? before.digest : change.digest,
    };
    await storeChoices(tx, { id: actor.personId as number, timeZone: actor.timeZone }, after, services.now());
    return after;
  });
  return toSettings(services, all, actor, choices);
}
