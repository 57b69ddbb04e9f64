import type { Comment } from './comments.js';

/** One line of what happened to a record; stored as code and data, put into words in the reader's language. */
export interface TimelineEntry {
  id: number;
  at: string;
  actorId: number | null;
  /** Dotted code: `comment`, `crm.lead.created`, `crm.deal.moved`, `sales.quote.sent` …; text key `<module>:timeline.<rest>`. */
  kind: string;
  /** What was said, without marks, or null. */
  text: string | null;
  /** Of the kind `comment`. */
  comment?: Comment;
  data: Record<string, unknown>;
  /** The record it happened to, which need not be the one whose timeline is read. */
  recordType: string;
  recordId: number;
}
