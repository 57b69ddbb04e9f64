import type { Scope as ScopeName } from '../../contracts/core/scopes.js';

/** Whoever asks: a person with the widest scope of each permission, or the portal itself. */
export interface Actor {
  /** Null for the portal itself (jobs, command line). */
  personId: number | null;
  name: string;
  language: string;
  timeZone: string;
  /** Of the company, ISO 3166: days and money are written as they are there. */
  country?: string | null;
  permissions: ReadonlyMap<string, ScopeName>;
  /** Acts through an API token: a program in the person's name, not the person at the screen. */
  byToken?: true;
  /** By a token that was given for nothing but reading: it does not write what every person may either, such as their own notices. */
  onlyReads?: true;
  /** By a token that may change what is the person's own: notices, saved views. */
  mayPersonal?: true;
  /** An administrator looks at the portal as this person: nothing may be changed. */
  viewedBy?: { id: number; name: string };
  /** May do everything: the portal itself. */
  system?: true;
}

/** What reads, opens settings or exports; the rest changes something. */
const isForLooking = (permission: string): boolean => /\.(read|manage|export)$/.test(permission);

/** A person as whoever looks at the portal in their place: they see the same, and nothing that they could change is open. */
export const lookedAt = (seen: Actor, viewedBy: { id: number; name: string }): Actor => ({
  ...seen,
  permissions: new Map([...seen.permissions].filter(([permission]) => isForLooking(permission))),
  viewedBy,
});

/** What opens single records to somebody beside whose they are. */
export interface Doors {
  personId: number;
  /** Fields of the record that name them: see `people` of its declaration. */
  fields: readonly string[];
  /** Records that hold it and let them in: see `container` of its declaration. */
  containers: readonly number[];
}

/** Whose records a person may touch: the ids of the owners, or everybody's; and those to which they have a door. */
export type Scope = { all: true } | { all: false; owners: readonly number[]; doors?: Doors };

export const everything: Scope = { all: true };
export const nothing: Scope = { all: false, owners: [] };

export const systemActor = (language = 'en', timeZone = 'UTC'): Actor => ({
  personId: null,
  name: 'Sede',
  language,
  timeZone,
  permissions: new Map(),
  system: true,
});

export const covers = (scope: Scope, ownerId: number | null): boolean => scope.all || (ownerId !== null && scope.owners.includes(ownerId));
