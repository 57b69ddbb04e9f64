import { type ById, endpoint, type Page } from './endpoint.js';

export interface Person {
  id: number;
  version: number;
  name: string;
  email: string | null;
  /** `no-sign-in`: known to the portal, such as an owner found in an import, without an account. */
  status: 'active' | 'invited' | 'no-sign-in' | 'dismissed';
  position: string | null;
  phone: string | null;
  language: string;
  timeZone: string;
  departmentId: number | null;
  /** Of their picture, see `peopleEndpoints.photo`; null without one. */
  photoId: number | null;
  roleIds: number[];
  createdAt: string;
}
/** As much of a person as stands beside others. */
export type Colleague = Pick<Person, 'id' | 'name' | 'position' | 'photoId'>;
export interface PersonProfile {
  person: Person;
  department: { id: number; name: string } | null;
  /** Who heads their department; for a head, whoever heads the next one above. */
  head: Colleague | null;
  /** The departments that they head. */
  heads: { id: number; name: string }[];
  /** The departments in which they stand in for the head. */
  deputizes: { id: number; name: string }[];
  subordinates: Colleague[];
}
export interface Department {
  id: number;
  version: number;
  name: string;
  parentId: number | null;
  headId: number | null;
  /** Stands in for the head and sees what the head sees. */
  deputyId: number | null;
}
export const peopleEndpoints = {
  list: endpoint<{ query: { q?: string; limit?: number; after?: string; departmentId?: number; status?: string; total?: boolean }; reply: Page<Person> }>()(
    'GET',
    '/people',
    'signed-in',
  ),
  create: endpoint<{
    body: {
      name: string;
      email?: string | null;
      position?: string | null;
      phone?: string | null;
      departmentId?: number | null;
      roleIds?: number[];
      language?: string;
      timeZone?: string;
    };
    reply: Person;
  }>()('POST', '/people', 'core.people.manage', 201),
  get: endpoint<{ params: ById; reply: Person }>()('GET', '/people/:id', 'signed-in'),
  change: endpoint<{
    params: ById;
    body: {
      name?: string;
      email?: string | null;
      position?: string | null;
      phone?: string | null;
      departmentId?: number | null;
      roleIds?: number[];
      language?: string;
      timeZone?: string;
      photoId?: number | null;
      status?: 'active' | 'dismissed';
      version?: number;
    };
    reply: Person;
  }>()('PATCH', '/people/:id', 'core.people.manage'),
  profile: endpoint<{ params: ById; reply: PersonProfile }>()('GET', '/people/:id/profile', 'signed-in'),
  /** The picture; `v`, the file's id, makes an address that can be kept for good. */
  photo: endpoint<{ params: ById; query: { v?: number }; reply: unknown }>()('GET', '/people/:id/photo', 'signed-in'),
  /** Makes a link by which the person sets their own password; also mailed where mail is set up. */
  invite: endpoint<{ params: ById; reply: { url: string; mailed: boolean } }>()('POST', '/people/:id/invite', 'core.people.manage'),
};
/** Somebody who has access again, and how many records go back to them. */
export type Returned = Person & { returning: number };

export const dismissalEndpoints = {
  /** How many records of each kind somebody is responsible for. */
  holdings: endpoint<{ params: ById; reply: { items: { type: string; count: number }[] } }>()('GET', '/people/:id/holdings', 'core.people.manage'),
  /** Ends somebody's access; what they are responsible for goes to `toPersonId` in the background, or stays with their name. */
  dismiss: endpoint<{ params: ById; body: { toPersonId: number | null }; reply: Person }>()('POST', '/people/:id/dismiss', 'core.people.manage'),
  /** Takes a dismissal back; within thirty days with the records whose responsible nobody changed since. */
  takeBack: endpoint<{ params: ById; reply: Returned }>()('POST', '/people/:id/return', 'core.people.manage'),
};
export const departmentEndpoints = {
  list: endpoint<{ reply: Page<Department> }>()('GET', '/departments', 'signed-in'),
  create: endpoint<{ body: { name: string; parentId?: number | null; headId?: number | null; deputyId?: number | null }; reply: Department }>()(
    'POST',
    '/departments',
    'core.people.manage',
    201,
  ),
  get: endpoint<{ params: ById; reply: Department }>()('GET', '/departments/:id', 'signed-in'),
  change: endpoint<{
    params: ById;
    body: { name?: string; parentId?: number | null; headId?: number | null; deputyId?: number | null; version?: number };
    reply: Department;
  }>()('PATCH', '/departments/:id', 'core.people.manage'),
  remove: endpoint<{ params: ById; reply: Department }>()('DELETE', '/departments/:id', 'core.people.manage'),
};
