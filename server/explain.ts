import { ConfigError } from './config.js';
import { BackupsBusy, CommandBusy, FolderInUse } from './core/backup/folder-lock.js';
import { BackupFailed } from './core/backup/make.js';
import { BadBackup } from './core/backup/manifest.js';
import { SecondAway } from './core/backup/second-away.js';
import { DatabaseNotEmpty } from './core/db/postgres-restore.js';
import { UnsoundDatabase } from './core/db/sqlite-copy.js';
import { machineFault } from './core/fault-codes.js';
import { problemOf, Refusal } from './core/http/problem.js';
import { texts } from './core/i18n/texts.js';
import { asRefusal, BadArchive } from './core/modules/bad-archive.js';

/** Something that the person at the terminal can mend; its message says how. */
export class Hint extends Error {}

const ours = [Hint, ConfigError, FolderInUse, BackupsBusy, CommandBusy, BackupFailed, BadBackup, SecondAway, DatabaseNotEmpty, UnsoundDatabase];

interface Technical {
  code?: string;
  syscall?: string;
  path?: string;
  /** On which it was to listen. */
  port?: number;
  message: string;
}

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
  const { code = '', syscall, path, port, message } = (error instanceof AggregateError ? error.errors[0] : error) as Technical;
  if (code === 'EADDRINUSE')
    return `another program uses the port ${port ?? ''}. Choose another with --port N, or stop that program; it may be a portal that runs already.`;
  if (syscall === 'listen') return `this address cannot be listened on (${code}). Choose another with --port N or --host H.`;
  if (syscall === 'mkdir' && code === 'EEXIST') return `${path} is a file and no folder. Choose a folder with --data DIR.`;
  if (syscall === 'mkdir' && code === 'ENOENT') return `the folder ${path} cannot be made there. Choose another with --data DIR.`;
  const fault = machineFault(code);
  if (fault === 'disk-full') return 'the disk is full.';
  if (fault === 'no-access') return `${path ?? 'the data folder'} cannot be written to (${code}). Check who owns it, or choose another folder with --data.`;
  if (code === 'ECONNREFUSED') return `PostgreSQL does not answer (${message || code}). Is it running, at that address and port? See ${named}.`;
  if (fault === 'database') return `the database does not let us in: ${message || code}. See ${named}.`;
  return undefined;
}
