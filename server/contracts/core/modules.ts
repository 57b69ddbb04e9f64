import { endpoint, type Page } from './endpoint.js';

/** `absent`: never added; `archived`: its data lies in a file; `purged`: nothing is left of it. */
export type ModuleState = 'absent' | 'on' | 'parked' | 'failed' | 'archived' | 'purged';

/** What is under way with a module's data: rows dealt with, of about so many. */
export interface ModuleWork {
  action: 'archive' | 'purge' | 'attach' | 'erase';
  done: number;
  total: number;
}

/** A step with a module's data that was under way when the process ended; told until the next step with it, for a week at most. */
export interface Interruption {
  action: Exclude<ModuleWork['action'], 'erase'>;
  /** When it was begun. */
  at: string;
  /** When the portal was there again. */
  noticedAt: string;
  /** `before`: nothing was changed by it, or all was taken back; `after`: it was completed. */
  outcome: 'before' | 'after';
}

/** What the portal alone or a module takes when nothing is in it yet, as measured on this machine; 0: too little to be told from noise. */
export interface ModuleCost {
  /** Milliseconds of processor time that starting takes. */
  startMs: number;
  /** Bytes that the process takes when somebody has signed in and seen the first pages. */
  memory: number;
  /** Bytes of code, screens and empty tables. */
  disk: number;
}

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
  /** What a person counts: records that are there and not in the bin. */
  records: number;
  tables: number;
  routes: number;
  jobs: number;
  /** Bytes of the module's tables; null where the database cannot tell. */
  bytes: number | null;
  work: ModuleWork | null;
  interrupted: Interruption | null;
  /** Beyond what it requires; null while it was not measured. */
  cost: ModuleCost | null;
  /** The file with its data, where it is archived; `bytes` null: the file is not there any more. */
  archive: { name: string; bytes: number | null } | null;
}

/** What there is of a module in this portal at this moment; where nothing is left, every number is zero. */
export interface ModuleNumbers {
  routes: number;
  /** Recurring jobs and those planned for one moment, by kind. */
  timers: number;
  /** Handlers of events. */
  handlers: number;
  /** Live topics: kinds of record whose changes are told. */
  topics: number;
  tables: number;
  rows: number;
  bytes: number | null;
  /** Rows in tables of core that belong to it: comments, history, search and so on, all that follows included. */
  coreRows: number;
  search: number;
  jobs: number;
  settings: number;
  rights: number;
  files: number;
  fileBytes: number;
  /** Milliseconds that loading it took in this process, and bytes by which the heap grew (null: too little to be told); zero when it is not running. */
  startMs: number;
  memory: number | null;
}

/** So many records of a kind; `name` in the plural, in the reader's language. */
export interface CountedKind {
  type: string;
  name: string;
  count: number;
}

/** What a step touches, before it is taken. */
export interface ModulePreview {
  records: CountedKind[];
  /** Rows of its own beside these: what records are made of, settings, and what lies in the bin. */
  parts: number;
  files: number;
  fileBytes: number;
  coreRows: number;
  /** Records of other modules beside which something of this one is shown: `count` of `type` have such as `through`, which `what` names. */
  seen: (CountedKind & { through: string[]; what: string })[];
  /** Records of other modules that point at some of this one. */
  pointing: CountedKind[];
}

/** One file in `archives/`. */
export interface ModuleArchive {
  name: string;
  bytes: number;
  /** Null where it cannot be read as an archive. */
  module: string | null;
  created: string | null;
  version: string | null;
  company: string | null;
  /** What a person counts. */
  records: number;
  /** Rows in the module's own tables, those of records among them. */
  rows: number;
  files: number;
  /** Whether this portal made it. */
  own: boolean;
  /** Whether it was made of what a backup held; `created` is then the instant of the backup. */
  fromBackup: boolean;
}

export const moduleEndpoints = {
  list: endpoint<{ reply: Page<ModuleCard> }>()('GET', '/modules', 'core.modules.manage'),
  numbers: endpoint<{ params: { id: string }; reply: ModuleNumbers }>()('GET', '/modules/:id/numbers', 'core.modules.manage'),
  preview: endpoint<{ params: { id: string }; reply: ModulePreview }>()('GET', '/modules/:id/preview', 'core.modules.manage'),
  add: endpoint<{ params: { id: string }; reply: ModuleCard }>()('POST', '/modules/:id/add', 'core.modules.manage'),
  park: endpoint<{ params: { id: string }; reply: ModuleCard }>()('POST', '/modules/:id/park', 'core.modules.manage'),
  resume: endpoint<{ params: { id: string }; reply: ModuleCard }>()('POST', '/modules/:id/resume', 'core.modules.manage'),
  /** Answers when its data lies in the file and is gone from the database; `work` in the list shows how far it is. */
  archive: endpoint<{ params: { id: string }; reply: ModuleCard }>()('POST', '/modules/:id/archive', 'core.modules.manage'),
  /** `confirm`: the id of the module again. `withArchive`: every file in `archives/` with data of it goes too. */
  purge: endpoint<{ params: { id: string }; body: { confirm: string; withArchive?: boolean }; reply: ModuleCard }>()(
    'POST',
    '/modules/:id/purge',
    'core.modules.manage',
  ),
  archives: endpoint<{ reply: Page<ModuleArchive> }>()('GET', '/module-archives', 'core.modules.manage'),
  /** Takes in a file whose parts have arrived under that `upload` (see `uploadEndpoints`), after it was looked through. */
  receiveArchive: endpoint<{ body: { upload: string }; reply: ModuleArchive }>()('POST', '/module-archives', 'core.modules.manage', 201),
  /** The file itself. */
  downloadArchive: endpoint<{ params: { name: string }; reply: unknown }>()('GET', '/module-archives/:name/file', 'core.modules.manage'),
  /** Brings the module in the file back, switched on unless it is to stay `parked`. */
  attach: endpoint<{ params: { name: string }; body: { parked?: boolean }; reply: ModuleCard }>()(
    'POST',
    '/module-archives/:name/attach',
    'core.modules.manage',
  ),
  /** @returns those that are left. */
  removeArchive: endpoint<{ params: { name: string }; reply: Page<ModuleArchive> }>()('DELETE', '/module-archives/:name', 'core.modules.manage'),
};
