import { endpoint } from './endpoint.js';
import type { Field } from './fields.js';
import type { TimelineEntry } from './timeline.js';

/** A record by its kind and number. */
export interface KeptRef {
  type: string;
  id: number;
}

/**
 * How a record of the backup stands in the portal now. `gone`: for good; `bin`: in the bin; `changed`: some field is another;
 * `same`; `other`: its number belongs to another record by now, which happens only after an older backup was restored;
 * `erased`: its personal data was erased since, so it stays away.
 */
export type KeptState = 'gone' | 'bin' | 'changed' | 'same' | 'other' | 'erased';

export interface KeptKind {
  type: string;
  module: string;
  name: string;
  /** Records in the backup, without its bin. */
  count: number;
  /** Of these, not in the portal now: gone for good or in the bin. */
  gone: number;
  changed: number;
}

export interface KeptModule {
  id: string;
  name: string;
  records: number;
  /** Where it was archived then: its archives in the backup, the newest first. Its tables are not there. */
  archives: string[];
  /** State in the portal now. */
  state: string;
  /** Whether its data can come back as an archive: it must not lie in the portal. */
  ready: boolean;
}

/** A module that was put into an archive here. */
export interface TakenModule {
  archive: string;
  /** How many are named in it who were erased, while the backup does not say what they were called: texts may name them still. */
  unknown: number;
}

export type InsideStep = 'unpack' | 'check' | 'compare';
export type InsideFailure = 'damaged' | 'key' | 'newer' | 'foreign' | 'failed';

/** A backup that is opened beside the portal. */
export interface Inside {
  id: string;
  created: string;
  state: 'closed' | 'opening' | 'open' | 'failed';
  step: InsideStep | null;
  failure: { why: InsideFailure; detail: string } | null;
  kinds: KeptKind[];
  modules: KeptModule[];
}

export interface KeptRecord extends KeptRef {
  title: string;
  state: KeptState;
  /** Last change as the backup has it. */
  updatedAt: string;
  /** When it was deleted, or changed last, since; null where nobody can say, or nothing happened. */
  since: string | null;
}

/** What hangs on a record, so many of each. */
export interface KeptAround {
  comments: number;
  files: number;
  fileBytes: number;
  history: number;
  timeline: number;
  mails: number;
  /** Records that are part of it, such as activities. */
  parts: number;
  /** Such as the rows of a document. */
  rows: number;
  /** Comments, files and rows of these that are not there now and come where the record is. */
  missing: { comments: number; files: number; rows: number };
}

export interface KeptField {
  name: string;
  field: Field;
  was: unknown;
  /** Left out where the record is not there. */
  now?: unknown;
  differs: boolean;
  /** Whether it is put back with the record; what the portal works out itself is not. */
  comes: boolean;
}

export interface KeptDetail extends KeptRecord {
  fields: KeptField[];
  around: KeptAround;
  /** What stands on its timeline in the backup, the newest first, at most 50. */
  timeline: TimelineEntry[];
  files: { id: number; name: string; size: number }[];
  /** What the records, people and files that it names were called then; those that were erased since are left out. */
  names: (KeptRef & { title: string })[];
}

/** What shall come back. */
export interface BringBackWish {
  records: KeptRef[];
  /** Also what points at them and is gone: quotes of a deal, tasks about it. */
  withPointing: boolean;
  /** Also what they point at and is gone: the company of a deal. What they cannot be without comes in any case. */
  withPointed: boolean;
}

export interface BringBackPreview {
  /** By kind; `insert`: gone for good, `restore`: out of the bin, `change`: fields are put back, `same`: nothing to do. */
  kinds: { type: string; name: string; insert: number; restore: number; change: number; same: number }[];
  files: number;
  fileBytes: number;
  comments: number;
  /** Documents that are there and whose rows are not as in the backup: these are put back, with the sums that hang on them. */
  rowsBack: number;
  /** The same, where they stay as they are: the document is closed, or something was shipped, invoiced or paid on them. */
  rowsStay: number;
  /** Such as points of a task that is there: those that are gone. */
  partsBack: number;
  /** What cannot come, and why. */
  refused: (KeptRecord & { why: 'other' | 'erased' })[];
  /** That would come along if it were wished. */
  pointing: number;
  pointed: number;
}

export type Outcome = 'inserted' | 'restored' | 'changed' | 'same' | 'refused';

export interface BroughtBack extends KeptRef {
  title: string;
  outcome: Outcome;
  /** By which an undo names it, and the audit entry says what was written; null where nothing was. */
  run: string | null;
  /** Fields that stayed as they are, because what they named is not there. */
  left: string[];
}

/** Why something that was brought back stays: somebody changed it since, or there is nothing (any more) to take back. */
export type StaysWhy = 'changed' | 'nothing';

export interface Undone {
  undone: number;
  /** What stays as it is; `fields`: those that somebody changed since, empty where it is the record as a whole, or a comment or file of it. */
  left: (KeptRef & { title: string; why: StaysWhy; fields: string[] })[];
}

interface BySet {
  id: string;
}

export interface KeptQuery {
  type: string;
  /** Part of the title, or the number. */
  q?: string;
  show?: 'gone' | 'changed' | 'all';
  /** Days in the company's time zone between which it was deleted, changed, or (with `all`) changed last before the backup. */
  from?: string;
  to?: string;
  after?: number;
}

const right = 'core.backup.manage';
const base = '/backups/:id/inside';

export const timeMachineEndpoints = {
  inside: endpoint<{ params: BySet; reply: Inside }>()('GET', base, right),
  open: endpoint<{ params: BySet; reply: Inside }>()('POST', base, right),
  close: endpoint<{ params: BySet; reply: Inside }>()('DELETE', base, right),
  records: endpoint<{ params: BySet; query: KeptQuery; reply: { items: KeptRecord[]; next: number | null } }>()('GET', `${base}/records`, right),
  record: endpoint<{ params: { id: string; type: string; record: string }; reply: KeptDetail }>()('GET', `${base}/records/:type/:record`, right),
  preview: endpoint<{ params: BySet; body: BringBackWish; reply: BringBackPreview }>()('POST', `${base}/preview`, right),
  /** Each record is one transaction; asked again it goes on where it ended. */
  bringBack: endpoint<{ params: BySet; body: BringBackWish; reply: { items: BroughtBack[] } }>()('POST', `${base}/bring-back`, right),
  /** Takes back exactly what {@link bringBack} wrote, each record as a whole, where nobody has changed any of that since. */
  undo: endpoint<{ body: { items: (KeptRef & { run: string })[] }; reply: Undone }>()('POST', '/backups/brought-back/undo', right),
  /** Puts a whole module out of the backup into an archive, to be attached on the page of modules; whoever was erased since is erased in it. */
  module: endpoint<{ params: { id: string; module: string }; reply: TakenModule }>()('POST', `${base}/modules/:module`, right),
};
