import { endpoint } from './endpoint.js';

/** `look`: worth a look, nothing is lost; `broken`: somebody needs to act. */
export type HealthState = 'ok' | 'look' | 'broken';

export const healthChecks = [
  'database',
  'tables',
  'files',
  'modules',
  'disk',
  'folder',
  'backups',
  'rehearsal',
  'mail',
  'queues',
  'scheduler',
  'queries',
  'process',
  'clock',
  'port',
  'certificate',
] as const;
export type HealthCheckName = (typeof healthChecks)[number];

/** What a button of the health page does. */
export const healthActions = ['check', 'close-files', 'backup', 'rehearse', 'retry-mails', 'retry-jobs', 'try-mail'] as const;
export type HealthAction = (typeof healthActions)[number];

/** What one check found, in one sentence of the reader's language, and what mends it. */
export interface HealthCheck {
  check: HealthCheckName;
  title: string;
  state: HealthState;
  text: string;
  /** For the terminal of the server. */
  command: string | null;
  /** A page of the portal, from its root. */
  page: string | null;
  action: HealthAction | null;
}

export interface SlowStatement {
  /** With a `?` for every value. */
  shape: string;
  count: number;
  worstMs: number;
  lastAt: string;
}

export interface Health {
  at: string;
  /** The worst of them. */
  state: HealthState;
  checks: HealthCheck[];
  slow: SlowStatement[];
}

/** What a support bundle holds, word for word. */
export interface SupportBundle {
  id: string;
  files: { name: string; text: string }[];
}

const right = 'core.settings.manage';

export const healthEndpoints = {
  get: endpoint<{ reply: Health }>()('GET', '/health', right),
  /** Does what mends something, one of {@link healthActions}, and looks again. */
  act: endpoint<{ params: { action: string }; reply: Health }>()('POST', '/health/actions/:action', right),
  /** Puts a bundle together and shows it. */
  bundle: endpoint<{ reply: SupportBundle }>()('POST', '/health/bundles', right, 201),
  /** Exactly what was shown, as a ZIP. */
  download: endpoint<{ params: { id: string }; reply: unknown }>()('GET', '/health/bundles/:id', right),
};
