import { endpoint } from './endpoint.js';

/** How many of the last days, weeks and months that have a backup keep their newest one. */
export interface KeepRules {
  daily: number;
  weekly: number;
  monthly: number;
}

export type RehearsalPace = 'daily' | 'weekly' | 'monthly';

/** When backups are made, where, and which stay. */
export interface BackupPlan {
  /** Hour of the day in the company's time zone. */
  hour: number;
  /** Days of the week, 0 for Sunday to 6 for Saturday; at least one. */
  days: number[];
  keep: KeepRules;
  /** A second folder, such as a share of another machine; null for none. */
  second: string | null;
  /** Whether what leaves the data folder (second folder, downloads) is encrypted. */
  sealed: boolean;
  rehearsal: RehearsalPace;
}

/** The kinds of reason for which a backup or trial fails; each has a sentence in every language. `other`: the words of the fault are all there is. */
export const backupWhys = [
  'disk-full',
  'no-access',
  'second',
  'second-away',
  'second-read-only',
  'second-full',
  'second-foreign',
  'second-elsewhere',
  'second-key',
  'key',
  'damaged',
  'unsound',
  'database',
  'start',
  'interrupted',
  'other',
] as const;
export type BackupWhy = (typeof backupWhys)[number];

/** Why a backup or trial failed, to be said in the reader's language. */
export interface BackupFault {
  why: BackupWhy;
  /** The file or folder that the sentence names. */
  path?: string;
  /** In the words of the fault, which are English. */
  reason: string;
}

/** What came of restoring a backup on trial. */
export interface Proof {
  at: string;
  /** Milliseconds that it took from the first byte to the last answer. */
  ms: number;
  /** Where the backup was read from. */
  place: 'here' | 'second';
  /** What it was restored into. */
  into: 'sqlite' | 'postgres';
  /** Why it failed, in the words of the fault; null when it was proven. */
  error: string | null;
  why: BackupWhy | null;
}

export interface BackupSet {
  /** `2026-11-26T02-00-00Z`. */
  id: string;
  created: string;
  version: string;
  database: 'sqlite' | 'postgres';
  /** Bytes as it would be restored, and those that only this one takes in the folder of backups. */
  bytes: number;
  ownBytes: number;
  rows: number;
  files: number;
  /** Whether it also lies in the second folder. */
  second: boolean;
  proof: Proof | null;
}

/** `away`: not there, or the share is not mounted. `foreign`: it holds the backups of another portal. `key`: their key is not here. */
/** `elsewhere`: it is used by the folder that this one was copied or restored from. */
export type SecondState = 'ok' | 'away' | 'read-only' | 'foreign' | 'elsewhere' | 'key';

export interface BackupFailure extends BackupFault {
  at: string;
  what: 'backup' | 'second' | 'rehearsal';
}

/** The short answer to: could we go back, and do we know it? */
export interface BackupHealth {
  /** Instant of the newest backup; null when there is none. */
  newest: string | null;
  /** Hours after which the newest one is too old by the plan. */
  lateAfterHours: number;
  isLate: boolean;
  /** The last restore on trial that went through. */
  proven: Proof | null;
  /** Whether the newest backup is one that was proven. */
  newestProven: boolean;
  /** The last failure of each kind that nothing good of the same kind has followed, newest first. */
  failures: BackupFailure[];
}

export interface Backups {
  items: BackupSet[];
  plan: BackupPlan;
  health: BackupHealth;
  /** `open`: how many lie there that are not encrypted although they are to be; the next backup encrypts them. */
  second: { path: string; state: SecondState; open: number } | null;
  /** What is being done now. */
  running: 'backup' | 'rehearsal' | null;
  nextAt: string | null;
  nextRehearsalAt: string | null;
  /** Bytes of the folder of backups in the data folder. */
  bytes: number;
  /** By what the present key is told from others, as far as one is in use. */
  keyId: string | null;
}

interface BySet {
  id: string;
}

const right = 'core.backup.manage';

export const backupEndpoints = {
  list: endpoint<{ reply: Backups }>()('GET', '/backups', right),
  /** Another second folder is tried before it is taken. */
  plan: endpoint<{ body: Partial<BackupPlan>; reply: BackupPlan }>()('PATCH', '/backups/plan', right),
  /** Makes a new key, from now on the one to seal with, and shows it this once. */
  key: endpoint<{ reply: { key: string; id: string } }>()('POST', '/backups/key', right, 201),
  now: endpoint<{ reply: { started: true } }>()('POST', '/backups/now', right),
  rehearse: endpoint<{ reply: { started: true } }>()('POST', '/backups/rehearsal', right),
  remove: endpoint<{ params: BySet; reply: { removed: true } }>()('DELETE', '/backups/:id', right),
  download: endpoint<{ params: BySet }>()('GET', '/backups/:id/file', right),
};
