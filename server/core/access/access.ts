import type { Scope as ScopeName } from '../../contracts/core/endpoints.js';
import type { Database } from '../db/database.js';
import { forbidden } from '../http/problem.js';
import { type Actor, everything, nothing, type Scope } from './actor.js';

const width: Record<ScopeName, number> = { own: 1, department: 2, all: 3 };

/** Answers what a person may do. Everything it needs of people, departments and roles is kept in memory. */
export interface Access {
  actorOf(personId: number): Promise<Actor | undefined>;
  /** Whose records the actor may touch with `permission`; {@link nothing} when they have it in no scope. */
  scope(actor: Actor, permission: string): Scope;
  may(actor: Actor, permission: string): boolean;
  /** @throws Refusal 403 naming the permission. */
  demand(actor: Actor, permission: string): void;
  /** Ids of people who have `permission` in scope `all`. */
  whoMay(permission: string): Promise<number[]>;
  /** To be called after every change of people, departments or roles. */
  forget(): Promise<void>;
}

interface Snapshot {
  actors: Map<number, Actor>;
  /** Person → ids of the people in their department and the departments below, and of those they head. */
  colleagues: Map<number, number[]>;
}

async function load(db: Database): Promise<Snapshot> {
  const q = db.read;
  const [people, departments, grants, roles] = await Promise.all([
    q.selectFrom('people').select(['id', 'name', 'language', 'time_zone', 'status', 'department_id']).execute(),
    q.selectFrom('departments').select(['id', 'parent_id', 'head_id']).execute(),
    q.selectFrom('role_grants').selectAll().execute(),
    q.selectFrom('person_roles').selectAll().execute(),
  ]);
  const childrenOf = new Map<number, number[]>();
  for (const d of departments) if (d.parent_id !== null) childrenOf.set(d.parent_id, [...(childrenOf.get(d.parent_id) ?? []), d.id]);
  const below = (id: number, seen = new Set<number>()): Set<number> => {
    if (seen.has(id)) return seen;
    seen.add(id);
    for (const child of childrenOf.get(id) ?? []) below(child, seen);
    return seen;
  };
  const members = new Map<number, number[]>();
  for (const p of people) if (p.department_id !== null) members.set(p.department_id, [...(members.get(p.department_id) ?? []), p.id]);
  const grantsOf = new Map<number, typeof grants>();
  for (const grant of grants) grantsOf.set(grant.role_id, [...(grantsOf.get(grant.role_id) ?? []), grant]);
  const rolesOf = new Map<number, number[]>();
  for (const role of roles) rolesOf.set(role.person_id, [...(rolesOf.get(role.person_id) ?? []), role.role_id]);

  const actors = new Map<number, Actor>();
  const colleagues = new Map<number, number[]>();
  for (const person of people) {
    const roots = departments.filter((d) => d.head_id === person.id).map((d) => d.id);
    if (person.department_id !== null) roots.push(person.department_id);
    const reach = new Set<number>([person.id]);
    for (const root of roots) for (const id of below(root)) for (const member of members.get(id) ?? []) reach.add(member);
    colleagues.set(person.id, [...reach]);
    if (person.status !== 'active') continue;
    const permissions = new Map<string, ScopeName>();
    for (const roleId of rolesOf.get(person.id) ?? []) {
      for (const grant of grantsOf.get(roleId) ?? []) {
        const scope = grant.scope as ScopeName;
        const present = permissions.get(grant.permission);
        if (!present || width[scope] > width[present]) permissions.set(grant.permission, scope);
      }
    }
    actors.set(person.id, { personId: person.id, name: person.name, language: person.language, timeZone: person.time_zone, permissions });
  }
  return { actors, colleagues };
}

export async function createAccess(db: Database): Promise<Access> {
  let snapshot = await load(db);
  let loading: Promise<void> = Promise.resolve();
  const scope = (actor: Actor, permission: string): Scope => {
    if (actor.system) return everything;
    const name = actor.permissions.get(permission);
    if (!name || actor.personId === null) return nothing;
    if (name === 'all') return everything;
    return { all: false, owners: name === 'own' ? [actor.personId] : (snapshot.colleagues.get(actor.personId) ?? [actor.personId]) };
  };
  const may = (actor: Actor, permission: string) => actor.system === true || actor.permissions.has(permission);
  return {
    actorOf: async (personId) => snapshot.actors.get(personId),
    scope,
    may,
    demand(actor, permission) {
      if (!may(actor, permission)) throw forbidden(permission);
    },
    whoMay: async (permission) =>
      [...snapshot.actors.values()].filter((actor) => actor.permissions.get(permission) === 'all').map((actor) => actor.personId as number),
    forget() {
      // One after the other, so that an older picture never replaces a newer one.
      loading = loading
        .catch(() => undefined)
        .then(async () => {
          snapshot = await load(db);
        });
      return loading;
    },
  };
}
