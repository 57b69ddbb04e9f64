import { ConfigError } from './config.js';
import { BackupsBusy, FolderInUse } from './core/backup/folder-lock.js';
import { BackupFailed } from './core/backup/make.js';
import { BadBackup } from './core/backup/manifest.js';
import { SecondAway } from './core/backup/take.js';
import { DatabaseNotEmpty } from './core/db/postgres-restore.js';
import { UnsoundDatabase } from './core/db/sqlite-copy.js';
import { problemOf, Refusal } from './core/http/problem.js';
import { texts } from './core/i18n/texts.js';
import { asRefusal, BadArchive } from './core/modules/bad-archive.js';

/** Something that the person at the terminal can mend; its message says how. */
export class Hint extends Error {}

const ours = [Hint, ConfigError, FolderInUse, BackupsBusy, BackupFailed, BadBackup, SecondAway, DatabaseNotEmpty, UnsoundDatabase];

interface Technical {
  code?: string;
  syscall?: string;
  path?: string;
  message: string;
}

const cannotWrite = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'SQLITE_READONLY',
  'SQLITE_READONLY_DIRECTORY',
  'SQLITE_CANTOPEN',
  'SQLITE_READONLY_DBMOVED',
]);
const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT', 'EAI_AGAIN']);

/** Refusals of PostgreSQL before anything was asked: wrong password, no such database, too many connections. */
const refusedByPostgres = /^(28...|3D000|53300|57P03)$/;

function refusalText(refusal: Refusal): string {
  const { title, detail, errors = [] } = problemOf(refusal, texts('en'), '');
  const { neededBy, requires } = refusal.options.extra ?? {};
  const named = [neededBy ?? requires ?? []].flat();
  const said = [title, detail].filter(Boolean).join('. ') + (named.length > 0 ? ` They are: ${named.join(', ')}.` : '');
  return [said, ...errors.map(({ path, message }) => `  ${path}: ${message}`)].join('\n');
}

/**
 * What happened, for the person at the terminal; undefined when it is a fault of the program, whose trace is wanted.
 * @param named where the address of the database was given.
 */
export function explain(error: unknown, named = 'database.url in config.toml'): string | undefined {
  if (ours.some((kind) => error instanceof kind)) return (error as Error).message;
  if (error instanceof BadArchive) return refusalText(asRefusal(error) as Refusal);
  if (error instanceof Refusal) return refusalText(error);
  // Several addresses were tried, and all answered the same.
  const { code = '', syscall, path, message } = (error instanceof AggregateError ? error.errors[0] : error) as Technical;
  if (code === 'EADDRINUSE') return 'another program uses this port. Choose another with --port N.';
  if (syscall === 'listen') return `this address cannot be listened on (${code}). Choose another with --port N or --host H.`;
  if (code === 'ENOSPC' || code === 'SQLITE_FULL') return 'the disk is full.';
  if (cannotWrite.has(code)) return `${path ?? 'the data folder'} cannot be written to (${code}). Check who owns it, or choose another folder with --data.`;
  if (unreachable.has(code) || refusedByPostgres.test(code)) return `the database does not let us in: ${message || code}. See ${named}.`;
  return undefined;
}
