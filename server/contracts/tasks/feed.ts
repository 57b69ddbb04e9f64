import { endpoint } from '../core/endpoint.js';

/** The address under which a calendar reads somebody's deadlines. */
export interface Feed {
  createdAt: string;
  /** When a calendar read it last; to the hour. */
  readAt: string | null;
}

export const feedEndpoints = {
  get: endpoint<{ reply: { feed: Feed | null } }>()('GET', '/tasks/feed', 'tasks.task.read'),
  /** The only answer that carries the address; one that was there before ends. */
  create: endpoint<{ reply: { feed: Feed; url: string } }>()('POST', '/tasks/feed', 'tasks.task.read', 201),
  remove: endpoint<{ reply: { feed: null } }>()('DELETE', '/tasks/feed', 'tasks.task.read'),
  /** iCalendar (RFC 5545) for whoever holds the address: the secret, and `.ics` behind it. */
  read: endpoint<{ params: { secret: string }; reply: unknown }>()('GET', '/tasks/feed/:secret', 'public'),
};
