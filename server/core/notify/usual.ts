import type { KindChoices, UsualNotices } from '../../contracts/core/notices.js';
import type { Actor } from '../access/actor.js';
import { audit } from '../audit/audit.js';
import { aloneUntilCommit } from '../db/lock.js';
import type { Services } from '../services.js';
import type { Choices } from './choices.js';
import type { NoticeKind } from './kinds.js';
import { checkKinds, kindSettings, withChoices } from './settings.js';

const toUsual = ({ mail }: Services, kinds: readonly NoticeKind[], actor: Actor, chosen: Choices['kinds']): UsualNotices => ({
  kinds: kindSettings(kinds, actor.language, chosen),
  mail: mail.ready(),
});

/** How those are told who have not chosen: new people, and everybody for the kinds they left alone. */
export const readUsual = (services: Services, kinds: readonly NoticeKind[], actor: Actor): UsualNotices =>
  toUsual(services, kinds, actor, services.settings.get('notices') ?? {});

/** @throws Refusal 422 for a kind that is not there, and one that has to be seen. */
export async function changeUsual(services: Services, kinds: readonly NoticeKind[], actor: Actor, change: KindChoices): Promise<UsualNotices> {
  checkKinds(kinds, change);
  const after = await services.db.write(async (tx) => {
    // One change after the other: each keeps what it does not name.
    await aloneUntilCommit(tx, 'notices.usual');
    const stored = await tx.q.selectFrom('settings').select('value').where('key', '=', 'notices').executeTakeFirst();
    const chosen = withChoices(stored ? (JSON.parse(stored.value) as Choices['kinds']) : {}, change);
    await services.settings.set(tx, 'notices', chosen);
    await audit(tx, services.now(), actor, 'notice-settings.changed', null, { kinds: Object.keys(change) });
    return chosen;
  });
  return toUsual(services, kinds, actor, after);
}
