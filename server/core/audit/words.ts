import { sql } from 'kysely';
import type { Actor } from '../access/actor.js';
import { roleName } from '../access/built-in-roles.js';
import { inIds } from '../db/fragments.js';
import { hasText, texts } from '../i18n/texts.js';
import { placeholder } from '../privacy/erase.js';
import type { RecordContext } from '../records/context.js';
import { resolveReferences } from '../records/references.js';

/** The key of an action's words: `sales.numbering.changed` stands with the module's texts, `role.changed` with core's. */
function keyOf(action: string): string {
  const dot = action.indexOf('.');
  const ofModule = `${action.slice(0, dot)}:audit.${action.slice(dot + 1)}`;
  return hasText(ofModule) ? ofModule : `core:audit.${action}`;
}

/** What was done, as words; an action that this version does not know stays as it is. */
export const actionInWords = (action: string, language: string): string => (hasText(keyOf(action)) ? texts(language)(keyOf(action)) : action);

interface Ref {
  type: string;
  id: number;
}

const asRef = (target: string): Ref | null => {
  const [, type, id] = /^([a-z-]+\.[a-z-]+):(\d+)$/.exec(target) ?? [];
  return type === undefined ? null : { type, id: Number(id) };
};

/** A module, a kind of record or a job by its name; null where it has none. */
export function nameOfThing(target: string, language: string): string | null {
  const [module = '', ...rest] = target.split('.');
  const keys = [`${target}:module.name`, `${module}:records.${rest.join('.')}`, `${module}:job.${rest.join('.')}.title`];
  const key = keys.find(hasText);
  return key === undefined ? null : texts(language)(key);
}

/** Somebody whose data were erased has no name any more: of which kind the record is, and its number. */
function erasedInWords({ type, id }: Ref, language: string): string {
  const kind = nameOfThing(type, language);
  const t = texts(language);
  return kind === null ? t('core:erasedRecord.plain', { id }) : t('core:erasedRecord.of', { kind, id });
}

/** What is told about targets such as `core.role:3`, `crm` and `core.nightly-snapshot`; what the actor may not see, or is gone, is left out. */
export async function targetsInWords(records: RecordContext, actor: Actor, targets: readonly string[]): Promise<Map<string, string>> {
  const words = new Map<string, string>();
  const refs: Ref[] = [];
  for (const target of new Set(targets)) {
    const ref = asRef(target);
    if (ref) refs.push(ref);
    else {
      const name = nameOfThing(target, actor.language);
      if (name !== null) words.set(target, name);
    }
  }
  const { read, dialect } = records.db;
  const idsOf = (type: string) => refs.filter((ref) => ref.type === type).map(({ id }) => id);
  const named = async (type: string, table: 'people' | 'departments' | 'webhooks') => {
    const ids = idsOf(type);
    if (ids.length === 0) return;
    const rows = await read
      .selectFrom(table)
      .select(['id', 'name'])
      .where(inIds(dialect, sql.ref('id'), ids))
      .execute();
    for (const { id, name } of rows) words.set(`${type}:${id}`, name);
  };
  await named('core.person', 'people');
  await named('core.department', 'departments');
  await named('core.webhook', 'webhooks');
  const roles = idsOf('core.role');
  if (roles.length > 0) {
    const rows = await read
      .selectFrom('roles')
      .select(['id', 'name', 'built_in'])
      .where(inIds(dialect, sql.ref('id'), roles))
      .execute();
    for (const row of rows) words.set(`core.role:${row.id}`, roleName(row, actor.language));
  }
  for (const { type, id, title } of await resolveReferences(records, actor, refs)) if (title !== null) words.set(`${type}:${id}`, title);
  for (const ref of refs) {
    const target = `${ref.type}:${ref.id}`;
    if (words.get(target) === placeholder) words.set(target, erasedInWords(ref, actor.language));
  }
  return words;
}
