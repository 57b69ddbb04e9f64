/** One line of what happened to a record; stored as code and data, put into words in the reader's language. */
export interface TimelineEntry {
  id: number;
  at: string;
  actorId: number | null;
  /** Dotted code: `note`, `crm.lead.created`, `crm.deal.moved`, `sales.quote.sent` …; text key `<module>:timeline.<rest>`. */
  kind: string;
  /** The note's text, or null. */
  text: string | null;
  data: Record<string, unknown>;
  /** The record it happened to, which need not be the one whose timeline is read. */
  recordType: string;
  recordId: number;
}
