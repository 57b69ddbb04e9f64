import type { Company, CompanyLogo } from './company.js';
import { type ById, endpoint, type Page } from './endpoint.js';
import type { Person } from './people.js';
import type { Scope } from './scopes.js';

/** A browser in which somebody is signed in. */
export interface OpenSession {
  id: number;
  /** What the browser called itself. */
  agent: string | null;
  createdAt: string;
  /** To ten minutes. */
  lastUsedAt: string;
  /** The one that asks. */
  current: boolean;
}
export interface Session {
  /** Whose portal this is; where `viewedBy` is set, somebody else looks at it. */
  person: Person;
  company: Company;
  /** Widest scope per permission, all roles together. */
  permissions: Record<string, Scope>;
  /** The owners whose records each narrower scope reaches that some permission has. */
  owners: Partial<Record<Scope, readonly number[]>>;
  /** Ids of the modules that are on, in the order of the rail. */
  modules: string[];
  /** Modules that are off in which this person has rights, by name in their language. */
  off: { id: string; name: string }[];
  /** The administrator who looks at the portal as `person` and can change nothing; null for the person themselves. */
  viewedBy: { id: number; name: string } | null;
  unreadNotices: number;
  /** Whether the portal can send mail. */
  mail: boolean;
}
/** What the page of a one-time link shows. */
export interface InviteInfo {
  name: string;
  email: string;
  companyName: string;
  language: string;
  /** `invite`: somebody's first password; `reset`: a new one. */
  kind: 'invite' | 'reset';
}
export interface Portal {
  setUp: boolean;
  language: string;
  companyName: string | null;
  logo: CompanyLogo | null;
  accent: string | null;
  version: string;
  /** Whether a forgotten password can be replaced by mail. */
  recovery: boolean;
}
export const portalEndpoints = {
  portal: endpoint<{ reply: Portal }>()('GET', '/portal', 'public'),
};
export const sessionEndpoints = {
  signIn: endpoint<{ body: { email: string; password: string }; reply: Session }>()('POST', '/session', 'public', 201),
  /** Mails a one-time link to whoever has this address; answers the same whether anybody has. */
  forgot: endpoint<{ body: { email: string }; reply: { asked: true } }>()('POST', '/session/forgot', 'public', 202),
  session: endpoint<{ reply: Session }>()('GET', '/session', 'signed-in'),
  /** The same for whoever does not know yet whether they are signed in: null where nobody is, which is no failure. */
  present: endpoint<{ reply: Session | null }>()('GET', '/session/present', 'public'),
  signOut: endpoint<{ reply: { signedOut: true } }>()('DELETE', '/session', 'signed-in'),
  /** Own name, language, time zone; a new password needs the old one. */
  changeMe: endpoint<{
    body: { name?: string; language?: string; timeZone?: string; phone?: string | null; photoId?: number | null; password?: string; oldPassword?: string };
    reply: Session;
  }>()('PATCH', '/session', 'signed-in'),
  /** See the portal as somebody else does; nothing can be changed until the view is ended. */
  viewAs: endpoint<{ body: { personId: number }; reply: Session }>()('POST', '/session/view', 'core.roles.manage'),
  endView: endpoint<{ reply: Session }>()('DELETE', '/session/view', 'signed-in'),
};
export const sessionListEndpoints = {
  /** One's own, or with `personId` those of somebody whom one manages. */
  list: endpoint<{ query: { personId?: number }; reply: Page<OpenSession> }>()('GET', '/sessions', 'signed-in'),
  end: endpoint<{ params: ById; reply: { ended: number } }>()('DELETE', '/sessions/:id', 'signed-in'),
  /** All of one's own but the one that asks. */
  endOthers: endpoint<{ reply: { ended: number } }>()('DELETE', '/sessions', 'signed-in'),
};
export const inviteEndpoints = {
  read: endpoint<{ params: { token: string }; reply: InviteInfo }>()('GET', '/invites/:token', 'public'),
  accept: endpoint<{ params: { token: string }; body: { password: string; name?: string; language?: string }; reply: Session }>()(
    'POST',
    '/invites/:token',
    'public',
    201,
  ),
};
