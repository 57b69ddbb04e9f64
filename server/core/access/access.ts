import { isDeepStrictEqual } from 'node:util';
import { isWider, type Scope as ScopeName } from '../../contracts/core/scopes.js';
import type { Database } from '../db/database.js';
import { forbidden } from '../http/problem.js';
import type { Settings } from '../settings/settings.js';
import { type Actor, everything, nothing, type Scope } from './actor.js';

/** Answers what a person may do. Everything it needs of people, departments and roles is kept in memory. */
export interface Access {
  actorOf(personId: number): Promise<Actor | undefined>;
  /** Whose records the actor may touch with `permission`; {@link nothing} when they have it in no scope. */
  scope(actor: Actor, permission: string): Scope;
  may(actor: Actor, permission: string): boolean;
  /** @throws Refusal 403 naming the permission. */
  demand(actor: Actor, permission: string): void;
  /**
   * Whose work concerns the actor from day to day: their own and that of their departments, with those below where `permission`
   * reaches just so far; of everybody where there are no departments.
   */
  circle(actor: Actor, permission: string): Scope;
  /** Ids of people who have `permission` in scope `all`. */
  whoMay(permission: string): Promise<number[]>;
  /** Roles that have `permission`, and how far each reaches with it. */
  rolesWith(permission: string): RoleWith[];
  /** The roles through which a person has `permission`. */
  rolesOf(personId: number, permission: string): RoleWith[];
  /** The people of a person's department and of those they head or stand in for, themselves among them. */
  colleaguesOf(personId: number): readonly number[];
  /** The department of a person and those above it; none for somebody without one. */
  departmentsOf(personId: number): readonly number[];
  /** Who may give roles to others. */
  grantors(): { id: number; name: string }[];
  /** Everybody who can sign in. */
  everybody(): Actor[];
  /** To be called after every change of people, departments or roles; other processes on the same database hear of it. */
  forget(): Promise<void>;
  /** The same for a change that another process has made. */
  reread(): Promise<void>;
  /** Calls `hear` whenever people, departments or roles were read anew, with the ids of those whose colleagues are others than before. */
  onReread(hear: (regrouped: readonly number[]) => void): void;
}

export interface RoleWith {
  name: string;
  built_in: string | null;
  scope: ScopeName;
}

interface Snapshot {
  actors: Map<number, Actor>;
  /** Person → ids of the people in their department and in those they head or stand in for; `below`: and in all departments below these. */
  colleagues: Map<number, { department: number[]; below: number[] }>;
  /** Person → their department and those above. */
  departments: ReadonlyMap<number, readonly number[]>;
  roles: { id: number; name: string; built_in: string | null; grants: ReadonlyMap<string, ScopeName> }[];
  rolesOf: ReadonlyMap<number, readonly number[]>;
  hasDepartments: boolean;
}

async function load(db: Database, settings: Pick<Settings, 'get'>): Promise<Snapshot> {
  const q = db.read;
  const [people, departments, grants, personRoles, roles] = await Promise.all([
    q.selectFrom('people').select(['id', 'name', 'language', 'time_zone', 'status', 'department_id']).orderBy('id').execute(),
    q.selectFrom('departments').select(['id', 'parent_id', 'head_id', 'deputy_id']).orderBy('id').execute(),
    q.selectFrom('role_grants').selectAll().execute(),
    q.selectFrom('person_roles').selectAll().execute(),
    q.selectFrom('roles').select(['id', 'name', 'built_in']).orderBy('id').execute(),
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
  for (const role of personRoles) rolesOf.set(role.person_id, [...(rolesOf.get(role.person_id) ?? []), role.role_id]);

  const parents = new Map(departments.map((d) => [d.id, d.parent_id]));
  const above = (id: number | null, seen: number[] = []): number[] => (id === null || seen.includes(id) ? seen : above(parents.get(id) ?? null, [...seen, id]));
  const departmentsOf = new Map(people.map((person) => [person.id, above(person.department_id)]));

  const actors = new Map<number, Actor>();
  const colleagues: Snapshot['colleagues'] = new Map();
  for (const person of people) {
    const roots = departments.filter((d) => d.head_id === person.id || d.deputy_id === person.id).map((d) => d.id);
    if (person.department_id !== null) roots.push(person.department_id);
    const peopleIn = (ids: Iterable<number>): number[] => [...new Set([person.id, ...[...ids].flatMap((id) => members.get(id) ?? [])])];
    colleagues.set(person.id, { department: peopleIn(roots), below: peopleIn(roots.flatMap((root) => [...below(root)])) });
    if (person.status !== 'active') continue;
    const permissions = new Map<string, ScopeName>();
    for (const roleId of rolesOf.get(person.id) ?? []) {
      for (const grant of grantsOf.get(roleId) ?? []) {
        const scope = grant.scope as ScopeName;
        if (isWider(scope, permissions.get(grant.permission))) permissions.set(grant.permission, scope);
      }
    }
    actors.set(person.id, {
      personId: person.id,
      name: person.name,
      language: person.language,
      timeZone: person.time_zone,
      get country() {
        return settings.get('company')?.country ?? null;
      },
      permissions,
    });
  }
  const withGrants = roles.map((role) => ({
    ...role,
    grants: new Map((grantsOf.get(role.id) ?? []).map((grant) => [grant.permission, grant.scope as ScopeName])),
  }));
  return { actors, colleagues, departments: departmentsOf, roles: withGrants, rolesOf, hasDepartments: departments.length > 0 };
}

const regroupedBetween = (before: Snapshot, after: Snapshot): number[] =>
  [...after.colleagues].flatMap(([id, now]) => (isDeepStrictEqual(now, before.colleagues.get(id)) ? [] : [id]));

/** What other processes are told. */
export const accessChanged = 'access';

export async function createAccess(db: Database, settings: Pick<Settings, 'get'>): Promise<Access> {
  let snapshot = await load(db, settings);
  let loading: Promise<void> = Promise.resolve();
  const scope = (actor: Actor, permission: string): Scope => {
    if (actor.system) return everything;
    const name = actor.permissions.get(permission);
    if (!name || actor.personId === null) return nothing;
    if (name === 'all') return everything;
    const colleagues = snapshot.colleagues.get(actor.personId);
    if (name === 'own' || !colleagues) return { all: false, owners: [actor.personId] };
    return { all: false, owners: name === 'department' ? colleagues.department : colleagues.below };
  };
  const hearers: ((regrouped: readonly number[]) => void)[] = [];
  const reread = (): Promise<void> => {
    // One after the other, so that an older picture never replaces a newer one.
    loading = loading
      .catch(() => undefined)
      .then(async () => {
        const before = snapshot;
        snapshot = await load(db, settings);
        const regrouped = regroupedBetween(before, snapshot);
        for (const hear of hearers) hear(regrouped);
      });
    return loading;
  };
  const may = (actor: Actor, permission: string) => actor.system === true || actor.permissions.has(permission);
  const whoHasAll = (permission: string) => [...snapshot.actors.values()].filter((actor) => actor.permissions.get(permission) === 'all');
  const rolesWith = (permission: string, among?: readonly number[]): RoleWith[] =>
    snapshot.roles.flatMap(({ id, name, built_in, grants }) => {
      const reach = grants.get(permission);
      return reach && (!among || among.includes(id)) ? [{ name, built_in, scope: reach }] : [];
    });
  return {
    actorOf: async (personId) => snapshot.actors.get(personId),
    scope,
    may,
    demand(actor, permission) {
      if (!may(actor, permission)) throw forbidden(permission);
    },
    circle(actor, permission) {
      if (!snapshot.hasDepartments) return everything;
      const reach = actor.permissions.get(permission) === 'department-below' ? 'below' : 'department';
      return { all: false, owners: snapshot.colleagues.get(actor.personId ?? 0)?.[reach] ?? [] };
    },
    whoMay: async (permission) => whoHasAll(permission).map((actor) => actor.personId as number),
    rolesWith: (permission) => rolesWith(permission),
    rolesOf: (personId, permission) => rolesWith(permission, snapshot.rolesOf.get(personId) ?? []),
    colleaguesOf: (personId) => snapshot.colleagues.get(personId)?.department ?? [personId],
    departmentsOf: (personId) => snapshot.departments.get(personId) ?? [],
    grantors: () => whoHasAll('core.roles.manage').map((actor) => ({ id: actor.personId as number, name: actor.name })),
    everybody: () => [...snapshot.actors.values()],
    async forget() {
      await reread();
      await db.tellOthers(accessChanged);
    },
    reread,
    onReread: (hear) => void hearers.push(hear),
  };
}
