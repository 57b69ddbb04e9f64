import { type ById, endpoint, type Page } from './endpoint.js';
import type { Scope } from './scopes.js';

export interface Role {
  id: number;
  version: number;
  name: string;
  /** A role that came with the portal; its name is a text key and it cannot be deleted. */
  builtIn: boolean;
  /** The administrator's role: everything always, in whatever is added later too. */
  fixed: boolean;
  /** Permission → the widest scope in which the role has it. */
  grants: Record<string, Scope>;
}
/** Why a right is missing, which roles have it, and who can give them. */
export interface Explanation {
  permission: string;
  /** The right in words: `see leads`. */
  what: string;
  /** The whole answer as sentences. */
  detail: string;
  roles: string[];
  grantedBy: { id: number; name: string }[];
}
/** Somebody who can open a record, and why; the nearest reason first. */
export interface Viewer {
  id: number;
  name: string;
  isOwner: boolean;
  /** The field of the record that names them, or `container` where what holds it lets them in; null: neither. */
  as: string | null;
  through: { role: string; scope: Scope }[];
}
export interface ApiToken {
  id: number;
  name: string;
  scopes: string[];
  createdAt: string;
  lastUsedAt: string | null;
}
export const rightEndpoints = {
  /** Why `permission` is closed to whoever asks; with `ofRecord` why they do not see some record, whether there is one or not. */
  explain: endpoint<{ query: { permission: string; ofRecord?: boolean }; reply: Explanation }>()('GET', '/rights', 'signed-in'),
  /** Asks those who give roles to let whoever calls see a record. The answer does not tell whether there is such a record. */
  ask: endpoint<{ body: { type: string; id: number }; reply: { askedOf: Explanation['grantedBy'] } }>()('POST', '/rights/requests', 'signed-in'),
  /** Who can see one record; for those who may change it or may change roles. */
  viewers: endpoint<{ query: { type: string; id: number }; reply: Page<Viewer> }>()('GET', '/rights/viewers', 'signed-in'),
};
export const roleEndpoints = {
  /** `permissions`: every permission there is, of core and of the modules that are on; `whole`: those that one has for everything or not at all. */
  list: endpoint<{ reply: Page<Role> & { permissions: string[]; whole: string[] } }>()('GET', '/roles', 'signed-in'),
  create: endpoint<{ body: { name: string; grants: Record<string, Scope> }; reply: Role }>()('POST', '/roles', 'core.roles.manage', 201),
  get: endpoint<{ params: ById; reply: Role }>()('GET', '/roles/:id', 'signed-in'),
  change: endpoint<{ params: ById; body: { name?: string; grants?: Record<string, Scope>; version?: number }; reply: Role }>()(
    'PATCH',
    '/roles/:id',
    'core.roles.manage',
  ),
  remove: endpoint<{ params: ById; reply: Role }>()('DELETE', '/roles/:id', 'core.roles.manage'),
};
/** With this scope a token may change what is its owner's own: notices and their settings, saved views. No role gives it; everybody has it. */
export const personalScope = 'core.personal.change';

export const tokenEndpoints = {
  /** One's own, or with `personId` those of somebody whom one manages. */
  list: endpoint<{ query: { personId?: number }; reply: Page<ApiToken> }>()('GET', '/tokens', 'signed-in'),
  /** The only answer that carries the token itself. Scopes are permissions, or `*` for all that the person may do. */
  create: endpoint<{ body: { name: string; scopes?: string[] }; reply: ApiToken & { token: string } }>()('POST', '/tokens', 'signed-in', 201),
  remove: endpoint<{ params: ById; reply: ApiToken }>()('DELETE', '/tokens/:id', 'signed-in'),
};
