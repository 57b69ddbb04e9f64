import type { Explanation } from '../../contracts/core/rights.js';
import { isWider } from '../../contracts/core/scopes.js';
import { Refusal } from '../http/problem.js';
import { hasText, texts } from '../i18n/texts.js';
import type { Access } from './access.js';
import type { Actor } from './actor.js';
import { roleName } from './built-in-roles.js';

/** A right as the end of the sentence "You may …": `see leads`. A kind or verb without a text is named as programs know it. */
function rightInWords(permission: string, language: string): string {
  const t = texts(language);
  const [module = '', ...rest] = permission.split('.');
  if (module === 'core') return hasText(`core:permission.${rest.join('.')}`) ? t(`core:permission.${rest.join('.')}`) : permission;
  const [action = '', kind = ''] = [rest.at(-1), rest.slice(0, -1).join('.')];
  if (!hasText(`core:permission.action.${action}`) || !hasText(`${module}:records.${kind}`)) return permission;
  return t('core:permission.of', { action: t(`core:permission.action.${action}`), records: t(`${module}:records.${kind}`) });
}

const listOf = (words: readonly string[], language: string, type: 'conjunction' | 'disjunction'): string =>
  new Intl.ListFormat(language === 'en' ? 'en-GB' : language, { type }).format(words);

/**
 * Why an actor lacks a right or does not reach far enough with it, which roles would help, and who can give them.
 * @param ofRecord of a record of which it may not be said that it is there.
 */
export function explain(access: Access, actor: Actor, permission: string, ofRecord = false): Explanation {
  const { language } = actor;
  const own = actor.permissions.get(permission);
  const roles = access.rolesWith(permission).filter((role) => isWider(role.scope, own));
  const names = roles.map((role) => roleName(role, language));
  const grantedBy = access.grantors();
  const what = rightInWords(permission, language);
  const t = texts(language);
  const limitedToken = actor.byToken && actor.personId !== null && access.rolesOf(actor.personId, permission).length > 0;
  const context = limitedToken ? 'token' : own === undefined ? 'none' : ofRecord ? 'record' : 'narrow';
  const detail = t('core:error.forbidden.detail', {
    context,
    what,
    reach: own === undefined ? '' : t(`core:permission.reach.${own}`),
    roles: listOf(names, language, 'disjunction'),
    people: listOf(
      grantedBy.map(({ name }) => name),
      language,
      'disjunction',
    ),
  });
  return { permission, what, detail, roles: names, grantedBy };
}

/** A refusal for want of a right, told in words to whoever asked; every other one as it is. */
export function explained(access: Access, actor: Actor | undefined, refusal: Refusal): Refusal {
  const permission = refusal.options.extra?.permission;
  if (refusal.code !== 'forbidden' || typeof permission !== 'string' || !actor) return refusal;
  return new Refusal(403, 'forbidden', { extra: { ...explain(access, actor, permission) } });
}
