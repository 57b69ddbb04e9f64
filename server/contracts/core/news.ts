import { endpoint } from './endpoint.js';
import type { Notice } from './notices.js';

/** What happened to one record, to many alike, or a notice that is about none. */
export interface NewsItem {
  recordType: string | null;
  /** Null for many. */
  recordId: number | null;
  /** Of the record; of many that of the newest. */
  title: string;
  /** Records to which the same happened. */
  count: number;
  /** More of them than were counted. */
  uncounted: boolean;
  /** What all of many were given, by field, as far as a filter can say it. */
  values: Record<string, string | number>;
  /** The newest of it. */
  at: string;
  /** Names of those who did it, the latest first; empty: the portal itself. */
  people: string[];
  /** Whether the record itself is new. */
  created: boolean;
  /** Names of the fields that were changed. */
  fields: string[];
  /** The name of the stage to which it was moved. */
  stage: string | null;
  /** The newest notice about it, which says it better than fields can. */
  notice: Notice | null;
}
export interface News {
  /** When the visit before this one ended; null for somebody who is here for the first time. */
  since: string | null;
  items: NewsItem[];
  /** There is more than is shown. */
  more: boolean;
  /** Up to where this looked; to be given to `seen` by whoever has really been shown it. */
  upTo: number;
}
export const newsEndpoints = {
  /** What changed, since the visit before this one, in records that one may see and that concern one: one's own and those of one's department. */
  list: endpoint<{ reply: News }>()('GET', '/news', 'signed-in'),
  /** Notes that the person has looked. A visit ends with a pause of half an hour; until then nothing is lost by a reload. `all`: all of it is read. */
  seen: endpoint<{ body: { upTo: number; all?: boolean }; reply: { seen: true } }>()('POST', '/news/seen', 'signed-in'),
};
