import type { Viewer } from '../../contracts/core/rights.js';
import { scopes } from '../../contracts/core/scopes.js';
import { forbidden, notFound } from '../http/problem.js';
import { readRow } from '../records/change.js';
import { admit, ownerOf, type RecordContext, reaches, scopeOf } from '../records/context.js';
import { columnOf, type Kind, type Row } from '../records/kind.js';
import { type Actor, covers } from './actor.js';
import { roleName } from './built-in-roles.js';

/** The door through which somebody comes to a record: the field that names them, or `container` for what holds it. */
function doorOf(ctx: RecordContext, one: Actor, kind: Kind, row: Row): string | null {
  const scope = scopeOf(ctx, one, kind, 'read');
  if (scope.all || !scope.doors) return null;
  const { fields, containers } = scope.doors;
  const names = (field: string) => [JSON.parse(String(row[columnOf(field)] ?? '[]'))].flat().includes(one.personId);
  const held = kind.containerColumn !== null && containers.includes(row[kind.containerColumn] as number);
  return fields.find(names) ?? (held ? 'container' : null);
}

/**
 * Everybody who can open a record, and the role and reach through which they can. Told to whoever may change the record
 * or may change roles; the answer comes from the same function that lets people in.
 * @throws Refusal 404 for a record outside the actor's own sight, 403 for a reader only.
 */
export async function viewersOf(ctx: RecordContext, actor: Actor, type: string, id: number): Promise<Viewer[]> {
  const { access } = ctx;
  const kind = ctx.kinds.get(type);
  if (!kind) throw notFound();
  const row = admit(ctx, actor, kind, await readRow(ctx, ctx.db.read, kind, id), 'read');
  const owner = ownerOf(kind, row);
  if (!access.scope(actor, 'core.roles.manage').all && !reaches(ctx, actor, kind, row, 'change')) throw forbidden(`${type}.change`);
  const permission = `${type}.read`;
  const viewers = access.everybody().flatMap((one): Viewer[] => {
    const personId = one.personId as number;
    const through = access
      .rolesOf(personId, permission)
      .filter((role) => covers(scopeOf(ctx, { ...one, permissions: new Map([[permission, role.scope]]) }, kind, 'read'), owner))
      // The nearest reason first: that it is their own says more than that they may see all.
      .sort((a, b) => scopes.indexOf(a.scope) - scopes.indexOf(b.scope))
      .map((role) => ({ role: roleName(role, actor.language), scope: kind.ownerColumn === null ? ('all' as const) : role.scope }));
    const as = access.may(one, permission) ? doorOf(ctx, one, kind, row) : null;
    return through.length > 0 || as !== null ? [{ id: personId, name: one.name, isOwner: personId === owner, as, through }] : [];
  });
  return viewers.sort((a, b) => Number(b.isOwner) - Number(a.isOwner) || a.name.localeCompare(b.name, actor.language));
}
