import { type ById, endpoint, type Page } from './endpoint.js';
import type { Scope } from './scopes.js';

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
export interface Department {
  id: number;
  version: number;
  name: string;
  parentId: number | null;
  headId: number | null;
  /** Stands in for the head and sees what the head sees. */
  deputyId: number | null;
}
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
export interface Company {
  name: string;
  country: string;
  currency: string;
  timeZone: string;
  language: string;
  /** 0 Sunday … 6 Saturday. */
  weekStart: number;
  taxId: string | null;
  address: string | null;
  phone: string | null;
  email: string | null;
  publicUrl: string | null;
}
export interface Session {
  /** Whose portal this is; where `viewedBy` is set, somebody else looks at it. */
  person: Person;
  company: Company;
  /** Widest scope per permission, all roles together. */
  permissions: Record<string, Scope>;
  /** Ids of the modules that are on, in the order of the rail. */
  modules: string[];
  /** The administrator who looks at the portal as `person` and can change nothing; null for the person themselves. */
  viewedBy: { id: number; name: string } | null;
  unreadNotices: number;
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
  through: { role: string; scope: Scope }[];
}
export interface Notice {
  id: number;
  at: string;
  /** Dotted, stable, for programs: `crm.lead.assigned`. */
  code: string;
  params: Record<string, unknown>;
  /** One line, and a sentence or two below it, in the reader's language. */
  title: string;
  body: string;
  /** Where in the portal it leads, without the base path. */
  url: string | null;
  recordType: string | null;
  recordId: number | null;
  readAt: string | null;
}
export type ModuleState = 'absent' | 'on' | 'parked' | 'failed';
export interface ModuleCard {
  id: string;
  state: ModuleState;
  name: string;
  what: string;
  takeIf: string;
  leaveIf: string;
  intent: 'sell' | 'organise' | 'talk' | 'share' | 'team' | 'protect';
  icon: string;
  requires: string[];
  worksWith: string[];
  /** Why it could not be started, where `state` is `failed`. */
  failure: string | null;
  since: string | null;
  records: number;
  tables: number;
  routes: number;
  jobs: number;
  /** Bytes of the module's tables; null where the database cannot tell. */
  bytes: number | null;
}
export interface Portal {
  setUp: boolean;
  language: string;
  companyName: string | null;
  version: string;
  /** Whether a forgotten password can be replaced by mail. */
  recovery: boolean;
}
export interface SetupAnswers {
  language?: string;
  publicUrl?: string;
  company?: { name?: string; country?: string; currency?: string; timeZone?: string };
  admin?: { name?: string; email?: string; password?: string };
  modules?: { install?: string[]; preset?: string };
  mail?: { smtp?: string; from?: string } | null;
}
export interface SetupState {
  /** Answers given so far, without the password. */
  answers: SetupAnswers;
  countries: { code: string; name: string; currency: string; timeZone: string; weekStart: number }[];
  timeZones: string[];
  currencies: string[];
  presets: { id: string; name: string; modules: string[] }[];
  modules: ModuleCard[];
  /** Under which colleagues reach this machine, as far as it knows. */
  address: string | null;
  machine: { diskFree: number; memoryFree: number };
}
export interface SetupProgress {
  steps: { id: string; state: 'waiting' | 'running' | 'done' | 'failed' }[];
  failure: string | null;
}
/** One reference put into words; `title` null: unknown or not for this person. */
export interface Reference {
  type: string;
  id: number;
  title: string | null;
  url: string | null;
  /** It lies in the bin: it has its name, and no page. */
  deleted?: true;
}
/** One record in the bin. */
export interface BinEntry {
  id: number;
  type: string;
  recordId: number;
  title: string;
  deletedAt: string;
  deletedBy: number | null;
  /** When it is purged; null: it stays. */
  purgedAt: string | null;
  /** `<module>/<plural>` of its addresses; `POST /api/v1/<place>/<recordId>/restore` takes it back. */
  place: string;
}
/** Records of one kind that point at others. */
export interface BinUse {
  type: string;
  count: number;
  /** The first few. */
  some: Reference[];
}
export interface SearchHit extends Reference {
  snippet: string | null;
}
export interface StoredFile {
  id: number;
  name: string;
  size: number;
  mediaType: string;
}
export interface MailState {
  id: number;
  at: string;
  to: string;
  subject: string;
  state: 'queued' | 'sent' | 'failed';
  attempts: number;
  error: string | null;
}
export interface ApiToken {
  id: number;
  name: string;
  scopes: string[];
  createdAt: string;
  lastUsedAt: string | null;
}
export interface ImportState {
  id: number;
  at: string;
  kind: string;
  fileName: string;
  state: 'uploaded' | 'running' | 'done' | 'failed';
  encoding: string;
  separator: string;
  columns: string[];
  sample: string[][];
  /** Column of the file → field of the record. */
  map: Record<string, string>;
  fields: { name: string; required: boolean }[];
  total: number;
  done: number;
  created: number;
  updated: number;
  failed: number;
  /** ISO 4217, of amounts that do not name theirs. */
  currency: string;
  /** What was done beyond the records themselves, such as companies made; `text` in the reader's language. */
  notes: { code: string; count: number; text: string }[];
  failure: string | null;
  /** Who started it; null: the command line. */
  personId: number | null;
  undo: ImportUndo | null;
}
/** How far the taking back of an import is, and what came of it. */
export interface ImportUndo {
  state: 'running' | 'done' | 'failed';
  at: string;
  by: number | null;
  total: number;
  done: number;
  /** Records that went into the bin, and that have their former values back. */
  removed: number;
  restored: number;
  /** Records left as they are, by the reason: `changed` by somebody since, `used` by others, `not-yours`, `module-off`. */
  left: Record<string, number>;
}
/** How a list is shown. */
export interface ViewSettings {
  /** Filters, `sort` and `q`, exactly as the list itself takes them. */
  query: Record<string, string>;
  /** How they are drawn: `view` (list, board …), `cols` (the columns in their order, `title:280,amount`), and what a page adds. */
  look: Record<string, string>;
}
export interface SavedView {
  id: number;
  version: number;
  recordType: string;
  name: string;
  ownerId: number;
  /** Everybody who may read records of the kind sees it; its owner and whoever manages settings change it. */
  shared: boolean;
  settings: ViewSettings;
}
export interface SavedViews {
  /** One's own by name, then those that others share. */
  items: SavedView[];
  /** Ids of the views a list opens with; the person's own goes before everybody's. */
  defaults: { own: number | null; everyone: number | null };
}
export const portalEndpoints = {
  portal: endpoint<{ reply: Portal }>()('GET', '/portal', 'public'),
};
export const setupEndpoints = {
  /** All of these take the one-time code in the header `X-Setup-Code` and are gone once the portal is set up. */
  state: endpoint<{ query: { language?: string }; reply: SetupState }>()('GET', '/setup', 'public'),
  save: endpoint<{ body: SetupAnswers; reply: SetupState }>()('PUT', '/setup/answers', 'public'),
  testMail: endpoint<{ body: { smtp: string; from: string; to: string }; reply: { sent: true } }>()('POST', '/setup/test-mail', 'public'),
  finish: endpoint<{ body: SetupAnswers; reply: { done: true } }>()('POST', '/setup/finish', 'public'),
  progress: endpoint<{ reply: SetupProgress }>()('GET', '/setup/progress', 'public'),
};
export const sessionEndpoints = {
  signIn: endpoint<{ body: { email: string; password: string }; reply: Session }>()('POST', '/session', 'public', 201),
  /** Mails a one-time link to whoever has this address; answers the same whether anybody has. */
  forgot: endpoint<{ body: { email: string }; reply: { asked: true } }>()('POST', '/session/forgot', 'public', 202),
  session: endpoint<{ reply: Session }>()('GET', '/session', 'signed-in'),
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
export const rightEndpoints = {
  /** Why `permission` is closed to whoever asks. */
  explain: endpoint<{ query: { permission: string }; reply: Explanation }>()('GET', '/rights', 'signed-in'),
  /** Who can see one record; for those who may change it or may change roles. */
  viewers: endpoint<{ query: { type: string; id: number }; reply: Page<Viewer> }>()('GET', '/rights/viewers', 'signed-in'),
};
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
export const dismissalEndpoints = {
  /** How many records of each kind somebody is responsible for. */
  holdings: endpoint<{ params: ById; reply: { items: { type: string; count: number }[] } }>()('GET', '/people/:id/holdings', 'core.people.manage'),
  /** Ends somebody's access; what they are responsible for goes to `toPersonId` in the background, or stays with their name. */
  dismiss: endpoint<{ params: ById; body: { toPersonId: number | null }; reply: Person }>()('POST', '/people/:id/dismiss', 'core.people.manage'),
  /** Takes a dismissal back; within thirty days with the records whose responsible nobody changed since. */
  takeBack: endpoint<{ params: ById; reply: Person }>()('POST', '/people/:id/return', 'core.people.manage'),
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
export const tokenEndpoints = {
  /** One's own, or with `personId` those of somebody whom one manages. */
  list: endpoint<{ query: { personId?: number }; reply: Page<ApiToken> }>()('GET', '/tokens', 'signed-in'),
  /** The only answer that carries the token itself. Scopes are permissions, or `*` for all that the person may do. */
  create: endpoint<{ body: { name: string; scopes?: string[] }; reply: ApiToken & { token: string } }>()('POST', '/tokens', 'signed-in', 201),
  remove: endpoint<{ params: ById; reply: ApiToken }>()('DELETE', '/tokens/:id', 'signed-in'),
};
export const moduleEndpoints = {
  list: endpoint<{ reply: Page<ModuleCard> }>()('GET', '/modules', 'core.modules.manage'),
  add: endpoint<{ params: { id: string }; reply: ModuleCard }>()('POST', '/modules/:id/add', 'core.modules.manage'),
  park: endpoint<{ params: { id: string }; reply: ModuleCard }>()('POST', '/modules/:id/park', 'core.modules.manage'),
  resume: endpoint<{ params: { id: string }; reply: ModuleCard }>()('POST', '/modules/:id/resume', 'core.modules.manage'),
};
export const noticeEndpoints = {
  list: endpoint<{ query: { limit?: number; after?: string; unread?: boolean }; reply: Page<Notice> & { unread: number } }>()('GET', '/notices', 'signed-in'),
  read: endpoint<{ body: { ids?: number[]; all?: boolean }; reply: { unread: number } }>()('POST', '/notices/read', 'signed-in'),
};
export const settingsEndpoints = {
  company: endpoint<{ reply: Company }>()('GET', '/settings/company', 'signed-in'),
  changeCompany: endpoint<{ body: Partial<Company>; reply: Company }>()('PATCH', '/settings/company', 'core.settings.manage'),
  mail: endpoint<{ reply: { smtp: string | null; from: string | null; recent: MailState[] } }>()('GET', '/settings/mail', 'core.settings.manage'),
  changeMail: endpoint<{ body: { smtp: string | null; from: string | null }; reply: { smtp: string | null; from: string | null } }>()(
    'PUT',
    '/settings/mail',
    'core.settings.manage',
  ),
  testMail: endpoint<{ body: { to: string; smtp?: string; from?: string }; reply: { sent: true } }>()('POST', '/settings/mail/test', 'core.settings.manage'),
  retryMail: endpoint<{ params: ById; reply: MailState }>()('POST', '/settings/mail/:id/retry', 'core.settings.manage'),
};
export const referenceEndpoints = {
  /** Titles of records of any kind, in one call; `refs` such as `crm.company:3,crm.deal:7`. */
  resolve: endpoint<{ query: { refs: string }; reply: { items: Reference[] } }>()('GET', '/references', 'signed-in'),
  /** `similar`: nothing has the words as they stand, these differ from them by a slip of the fingers. */
  search: endpoint<{ query: { q: string; types?: string; limit?: number }; reply: { items: SearchHit[]; similar: boolean } }>()('GET', '/search', 'signed-in'),
};
export const viewEndpoints = {
  list: endpoint<{ query: { recordType: string }; reply: SavedViews }>()('GET', '/views', 'signed-in'),
  create: endpoint<{ body: { recordType: string; name: string; shared?: boolean; settings: ViewSettings }; reply: SavedView }>()(
    'POST',
    '/views',
    'signed-in',
    201,
  ),
  change: endpoint<{ params: ById; body: { name?: string; shared?: boolean; settings?: ViewSettings; version?: number }; reply: SavedView }>()(
    'PATCH',
    '/views/:id',
    'signed-in',
  ),
  remove: endpoint<{ params: ById; reply: SavedView }>()('DELETE', '/views/:id', 'signed-in'),
  restore: endpoint<{ params: ById; reply: SavedView }>()('POST', '/views/:id/restore', 'signed-in'),
  /** What a list opens with: for oneself, or with `everyone` for all (needs `core.settings.manage`). Null: the list as it comes. */
  setDefault: endpoint<{ body: { recordType: string; viewId: number | null; everyone?: boolean }; reply: SavedViews }>()('PUT', '/views/default', 'signed-in'),
};
export const binEndpoints = {
  /** What lies in the bin and this person may take back, newest first; `q` words of the title. `types`: every kind there is, for the filter. */
  list: endpoint<{ query: { type?: string; q?: string; limit?: number; after?: string }; reply: Page<BinEntry> & { types: string[] } }>()(
    'GET',
    '/bin',
    'signed-in',
  ),
  /** What points at these records of one kind, as far as this person may see it; asked before they are deleted. */
  uses: endpoint<{ query: { type: string; ids: string }; reply: { items: BinUse[] } }>()('GET', '/bin/uses', 'signed-in'),
};
export const fileEndpoints = {
  /** multipart/form-data with one part `file`. */
  upload: endpoint<{ reply: StoredFile }>()('POST', '/files', 'signed-in', 201),
  get: endpoint<{ params: ById; reply: unknown }>()('GET', '/files/:id', 'signed-in'),
};
export const importEndpoints = {
  /** multipart/form-data: `kind` and `file`; answers what was found in it, nothing is stored in the records yet. */
  upload: endpoint<{ reply: ImportState }>()('POST', '/imports', 'signed-in', 201),
  get: endpoint<{ params: ById; reply: ImportState }>()('GET', '/imports/:id', 'signed-in'),
  list: endpoint<{ reply: Page<ImportState> }>()('GET', '/imports', 'signed-in'),
  kinds: endpoint<{ reply: { items: { kind: string; module: string }[] } }>()('GET', '/imports/kinds', 'signed-in'),
  start: endpoint<{ params: ById; body: { map: Record<string, string>; currency?: string }; reply: ImportState }>()('POST', '/imports/:id/start', 'signed-in'),
  /** Takes the whole import back: what it made goes into the bin, what it changed gets its former values, both where nobody has changed it since. */
  undo: endpoint<{ params: ById; reply: ImportState }>()('POST', '/imports/:id/undo', 'signed-in'),
  /** The rows in error, with a last column saying why; to mend and load again. */
  errors: endpoint<{ params: ById; reply: unknown }>()('GET', '/imports/:id/errors', 'signed-in'),
};
