import { endpoint, type Page } from './endpoint.js';

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
export const noticeEndpoints = {
  list: endpoint<{ query: { limit?: number; after?: string; unread?: boolean }; reply: Page<Notice> & { unread: number } }>()('GET', '/notices', 'signed-in'),
  read: endpoint<{ body: { ids?: number[]; all?: boolean }; reply: { unread: number } }>()('POST', '/notices/read', 'signed-in'),
};
