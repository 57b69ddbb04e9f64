import type { ComponentType } from 'react';
import type { Notice } from '../../server/contracts/core/notices.js';
import type { IconName } from '../ui/icon.js';

/** A module that is loaded when the page is opened; its default export is the page. */
export type Load<P = object> = () => Promise<{ default: ComponentType<P> }>;

export interface RailEntry {
  /** Where it goes, from the portal's root: `/crm`. Also lit for every address below it. */
  path: string;
  icon: IconName;
  /** Key in the module's namespace, or with its own: `crm:rail`. */
  labelKey: string;
  /** Permissions of which the person needs one: those of the sections behind it. Without any it is not shown. */
  rights?: readonly string[];
  /** A hook: the number beside the icon, nothing for undefined or 0. */
  useCount?: () => number | undefined;
}

export interface PageRoute {
  /** From the portal's root; parameters as `$id`: `/crm/deals`. */
  path: string;
  /**
   * Addresses below `path` that the same page shows without being mounted anew, such as `$id` for a record opened over its list.
   * The page reads what is open with `useRouteParams()`.
   */
  below?: string[];
  right?: string;
  load: Load;
  /** Begins to fetch what the page asks for first, into the one cache: called while the code of a page that is opened by its address is still on the way. */
  early?: (visit: Visit) => void;
}

/** Somebody who opens a page by its address. */
export interface Visit {
  may(permission: string): boolean;
  /** Of the record that is open over the page's list. */
  id: number | null;
}

/** A tab that a module contributes to a record, its own or that of another module. */
export interface RecordTab {
  /** The record on which it stands: `crm.deal`; `*`: on those of every other module. */
  recordType: string;
  id: string;
  labelKey: string;
  right?: string;
  /** The same, where any one of them is enough. */
  rights?: readonly string[];
  load: Load<{ recordType: string; recordId: number }>;
  /** A hook: the number beside the label. */
  useCount?: (recordId: number, recordType: string) => number | undefined;
}

/** One entry of the search box that does something or goes somewhere. */
export interface Command {
  id: string;
  labelKey: string;
  icon: IconName;
  right?: string;
  /** From the portal's root. */
  to: string;
  /** Offered to whom nothing waits for yet: a way to begin. Two of them fit. */
  begins?: boolean;
  /** Where it goes instead from a page that says more exactly what is meant. @param path the page's, from the portal's root. */
  toFrom?: (path: string, query: string) => string;
  /** Opened over the page that one is on, instead of going anywhere. */
  dialog?: Load<{ onClose: () => void }>;
  /** A letter that opens the dialog wherever nothing is typed. */
  key?: string;
}

/** What a dialog that is opened from a comment is told. */
export interface FromComment {
  record: { type: string; id: number };
  /** What was said, without marks. */
  words: string;
  /** Where the comment stands, with host; null where its record has no page. */
  link: string | null;
  onClose: () => void;
}

/** Something that is begun from a comment, in its menu: opened over the page. */
export interface CommentAction {
  id: string;
  labelKey: string;
  icon: IconName;
  right?: string;
  load: Load<FromComment>;
}

export interface SettingsPage {
  /** Below `/settings`. */
  path: string;
  /** As for a route. */
  below?: string[];
  labelKey: string;
  icon: IconName;
  right?: string;
  load: Load;
}

/** Something small at the top of every page, before the bell. Its code is fetched once the page stands; draw nothing where there is nothing to say. */
export interface HeaderPart {
  id: string;
  right?: string;
  load: Load;
}

/** One thing that needs the person: a line of "My day". */
export interface DayItem {
  id: string;
  /** Until when: an instant (ISO, with time) or a day (`YYYY-MM-DD`); null: today, at no particular hour. */
  due: string | null;
  icon: IconName;
  title: string;
  /** Where the line leads. */
  to: string;
  /** What it is about, in the second line; the record first, by its title, as far as the person may see it. */
  record?: { type: string; id: number };
  about?: string;
  /** The one step that settles it. */
  action?: { label: string; onSelect: () => void };
  /** For how many things it stands; 1 unless it says so. */
  count?: number;
  /** Something did not go through that somebody takes for done: it comes before all that is due. */
  failed?: true;
}

/** What a source of "My day" shows. */
export interface DayAnswer {
  items: DayItem[];
  loading: boolean;
  error?: Error | null;
}

export interface DaySource {
  id: string;
  right?: string;
  /** A hook. Its items are merged with those of the other modules, overdue first. */
  useItems: () => DayAnswer;
}

/** What is known where a notice is acted upon. */
export interface NoticeReader {
  id: number;
  /** IANA name. */
  timeZone: string;
}

/** One step that settles what a notice is about, taken on the notice itself. */
export interface NoticeAction {
  id: string;
  /** Key in the module's namespace, or with its own. */
  labelKey: string;
  icon?: IconName;
  right?: string;
  /** Goes somewhere: from the portal's root. */
  to?: string;
  /** Fetches a file. */
  href?: string;
  /** Does it. Answers what is said then (a key as above), where it leads, and how it is taken back; null where the person thought better of it. */
  run?: () => Promise<{ saidKey: string; to?: string; undo?: () => Promise<unknown> } | null>;
}

/** What a module adds to notices of one code. */
export interface NoticeOffer {
  icon?: IconName;
  /** Where it leads when not to its record: from the portal's root. */
  to?: (notice: Notice, reader: NoticeReader) => string | null;
  actions?: (notice: Notice, reader: NoticeReader) => NoticeAction[];
}

/** A line of the list that a new portal shows on "My day"; whether it is done, and whose it is, the server says under `<module>.<id>`. */
export interface FirstStep {
  id: string;
  labelKey: string;
  /** From the portal's root. */
  to: string;
}

/** What a module adds to the shell; the default export of `web/modules/<id>/entry.tsx`. Keep the entry small: pages are loaded when opened. */
export interface WebModule {
  id: string;
  rail?: RailEntry[];
  routes?: PageRoute[];
  /** Kinds of record that have an address of their own: used by notices, search and references. */
  records?: Record<string, { icon: IconName; url: (id: number) => string }>;
  recordTabs?: RecordTab[];
  commands?: Command[];
  commentActions?: CommentAction[];
  settings?: SettingsPage[];
  header?: HeaderPart[];
  myDay?: DaySource[];
  /** By code of the notice, such as `crm.lead.assigned`: of the module itself, or of core about its records. */
  notices?: Record<string, NoticeOffer>;
  firstSteps?: FirstStep[];
}

/**
 * A page for people without an account, such as a client who looks at a quote; the default export of `web/modules/<id>/public.tsx`.
 * It stands alone, without the shell, and is served while its module is on.
 */
export interface PublicPage {
  /** Beginning of its addresses, below `/p/` or `/p/` itself. */
  prefix: string;
  /** `rest`: what stands in the address behind the prefix. */
  page: ComponentType<{ rest: string }>;
}

export const definePublicPage = (page: PublicPage): PublicPage => page;

export const defineWebModule = (module: WebModule): WebModule => module;
