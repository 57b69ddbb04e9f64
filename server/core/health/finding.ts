import type { BackupFault } from '../../contracts/core/backups.js';
import type { HealthAction, HealthCheckName, HealthState } from '../../contracts/core/health.js';
import type { BackupDefaults } from '../backup/plan.js';
import type { Database } from '../db/database.js';
import type { SlowQuery } from '../db/slow-queries.js';
import type { Settings } from '../settings/settings.js';

/** A value of a sentence; instants are said as an age, the others with their unit. Only numbers, instants and amounts leave the house in a support bundle. */
export type Param = number | string | { bytes: number } | { since: string } | { ms: number } | { jobs: readonly string[] } | BackupFault;

/** What mends it. */
export interface Fix {
  command?: string;
  page?: string;
  action?: HealthAction;
}

/** What a check found; its sentence is `core:health.<check>.<code>`. */
export interface Finding {
  state: HealthState;
  code: string;
  params?: Readonly<Record<string, Param>>;
  fix?: Fix;
  /** What else it found, each with a sentence of its own. */
  also?: readonly Pick<Finding, 'code' | 'params'>[];
}

/** What only the running process knows of itself. */
export interface ProcessFacts {
  /** Since when it runs. */
  since: string;
  version: string;
  port: number;
  rssBytes: number;
  heapBytes: number;
  heapMostBytes: number;
  /** The longest that the event loop was held up in the last hour. */
  heldUpMs: number;
  /** By how much the clock was set while it ran; negative: back. */
  clockMovedMs: number;
  slow: SlowQuery[];
  /** Modules that are on by what is stored and did not start. */
  failed: { module: string; reason: string }[];
  /** Recurring jobs of the modules that are on. */
  recurring: string[];
}

/** What reads everything, and is therefore done once a day or when asked for. */
export interface Soundness {
  at: string;
  /** In the words of SQLite. */
  faults: string[];
  tables: number;
  rows: number;
  files: number;
  missing: number;
}

/** What the checks look at; the same whether they run in the portal or on the command line beside it. */
export interface HealthContext {
  db: Database;
  /** The data folder. */
  folder: string;
  settings: Pick<Settings, 'get'>;
  backup: BackupDefaults;
  server: { host: string; port: number };
  /** Null where no portal runs; `hidden` where one runs that cannot be asked. */
  process: ProcessFacts | 'hidden' | null;
  /** Names of migrations that the next start runs; with those of core missing, tables may be too. */
  pending: readonly string[];
  /** Those of a newer version that have run; left out: none. */
  newer?: readonly string[];
  soundness(): Promise<Soundness>;
  /** Those of the mails that were settled otherwise; left out where no modules run that could say so. */
  settledMails?(ids: readonly number[]): Promise<ReadonlySet<number>>;
  /** Work is late that was due before; left out: a quarter of an hour ago. */
  lateBefore?: string;
  now(): string;
}

export interface Check {
  name: HealthCheckName;
  /** Reads tables or columns that an older version did not have. */
  needsTables?: true;
  look(context: HealthContext): Finding | Promise<Finding>;
}

export const ok = (code: string, params: Finding['params'] = {}, fix: Fix = {}): Finding => ({ state: 'ok', code, params, fix });
export const look = (code: string, params: Finding['params'] = {}, fix: Fix = {}): Finding => ({ state: 'look', code, params, fix });
export const broken = (code: string, params: Finding['params'] = {}, fix: Fix = {}): Finding => ({ state: 'broken', code, params, fix });

/** A path for a command of the terminal. */
export const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);
