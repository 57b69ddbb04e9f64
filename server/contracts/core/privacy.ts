import { endpoint, type Page } from './endpoint.js';

/** Somebody whose personal data is held: one of the staff, a contact, a lead, a company. */
export interface DataSubject {
  type: string;
  id: number;
  title: string;
  /** The kind in the reader's language: "Contacts". */
  kind: string;
}

/** Something held about a person, and what erasing does to it. */
export interface HeldData {
  /** In the reader's language: "Comments". */
  what: string;
  count: number;
  /** `erased`: gone or emptied; `scrubbed`: stays without the person's name and addresses; `kept`: stays, see `why`. */
  fate: 'erased' | 'scrubbed' | 'kept';
  why: string | null;
}

export interface Held extends DataSubject {
  items: HeldData[];
  /** How many archives there are, in which they may be too; see `heldInArchives`. */
  archives: number;
  /** Why it cannot be erased now, in the reader's language. */
  refusal: string | null;
  /** Since when it is erased. */
  erasedAt: string | null;
}

/**
 * Why nobody can look into an archive by the numbers of records: it is damaged, of a newer version, of a module that is not there, or of
 * another portal, where the same numbers are others.
 */
export type ArchiveLeft = 'unreadable' | 'newer' | 'unknown-module' | 'foreign';

/** What an archive holds of somebody. */
export interface HeldInArchive {
  /** Name of the file in `archives/`. */
  archive: string;
  /** Of its module, in the reader's language; null where that cannot be read. */
  module: string | null;
  items: HeldData[];
  /** Why it is left out; null: it is not. */
  why: ArchiveLeft | null;
}

/** What became of an archive in an erasure. */
export interface ErasedInArchive {
  archive: string;
  module: string | null;
  /** How much of somebody was in it and has been erased; null where it was left as it is. */
  count: number | null;
  why: ArchiveLeft | null;
}

/** Why an erasure cannot go on for now; it is tried again by itself. */
export type ErasureProblem = 'disk-full' | 'no-access' | 'failed';

export interface Erasure {
  id: number;
  type: string;
  recordId: number;
  kind: string;
  at: string;
  byId: number | null;
  state: 'running' | 'done';
  /** Archives that held them, or into which nobody could look. */
  archives: ErasedInArchive[];
  problem: ErasureProblem | null;
  /** How far it is with archives, in rows. */
  work: { done: number; total: number } | null;
}

/** What a file in `archives/` holds of somebody. */
export interface ArchivedMatch {
  archive: string;
  /** Name of the module in the reader's language; null where the file cannot be read. */
  module: string | null;
  /** Rows in which the words stand; null where the file cannot be read. */
  rows: number | null;
}

interface OfSubject {
  type: string;
  id: number;
}

const right = 'core.privacy.manage';

export const privacyEndpoints = {
  /** Finds people by part of a name, e-mail or phone, also in modules that are parked. */
  find: endpoint<{ query: { q: string }; reply: { items: DataSubject[] } }>()('GET', '/privacy/subjects', right),
  /** Looks through the archives of modules for the same words, and names those who are there alone; reads all of them, so it is asked for by itself. */
  archives: endpoint<{ query: { q: string }; reply: { items: ArchivedMatch[]; subjects: DataSubject[] } }>()('GET', '/privacy/archives', right),
  held: endpoint<{ query: OfSubject; reply: Held }>()('GET', '/privacy/held', right),
  /** The same in the archives of modules, each for itself; reads all of them. */
  heldInArchives: endpoint<{ query: OfSubject; reply: { items: HeldInArchive[] } }>()('GET', '/privacy/held-in-archives', right),
  /** All of it as one ZIP, what lies in archives too: JSON, and the files. */
  export: endpoint<{ query: OfSubject; reply: unknown }>()('GET', '/privacy/export', right),
  erasures: endpoint<{ query: { limit?: number; after?: string }; reply: Page<Erasure> }>()('GET', '/privacy/erasures', right),
  /** `title`: typed as it stands, so that nobody is erased by mistake. Answers at once; the work goes on behind. */
  erase: endpoint<{ body: OfSubject & { title: string }; reply: Erasure }>()('POST', '/privacy/erasures', right, 201),
};
