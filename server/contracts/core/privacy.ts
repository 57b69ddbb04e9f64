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
  /** Modules that are archived: what is in their files is erased when they come back. */
  archived: string[];
  /** Why it cannot be erased now, in the reader's language. */
  refusal: string | null;
  /** Since when it is erased. */
  erasedAt: string | null;
}

export interface Erasure {
  id: number;
  type: string;
  recordId: number;
  kind: string;
  at: string;
  byId: number | null;
  state: 'running' | 'done';
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
  /** Looks through the archives of modules for the same words; reads all of them, so it is asked for by itself. */
  archives: endpoint<{ query: { q: string }; reply: { items: ArchivedMatch[] } }>()('GET', '/privacy/archives', right),
  held: endpoint<{ query: OfSubject; reply: Held }>()('GET', '/privacy/held', right),
  /** All of it as one ZIP: JSON, and the files. */
  export: endpoint<{ query: OfSubject; reply: unknown }>()('GET', '/privacy/export', right),
  erasures: endpoint<{ query: { limit?: number; after?: string }; reply: Page<Erasure> }>()('GET', '/privacy/erasures', right),
  /** `title`: typed as it stands, so that nobody is erased by mistake. Answers at once; the work goes on behind. */
  erase: endpoint<{ body: OfSubject & { title: string }; reply: Erasure }>()('POST', '/privacy/erasures', right, 201),
};
