import { join } from 'node:path';
import type { Dialect } from '../db/database.js';
import type { StoredColumn } from '../db/stored-table.js';
import type { TokenScopes } from './token-scopes.js';

/** Rows of one table in an archive: a JSON array a line, in the order of `columns`. */
export interface ArchivePart {
  /** `module` for a table of the module itself, `core` for rows of a table of core. */
  of: 'module' | 'core';
  table: string;
  columns: StoredColumn[];
  rows: number;
  sha256: string;
  bytes: number;
}

/** What an archive of a module says of itself, in `manifest.json`, the first file in it. See server/decisions/0010. */
export interface ArchiveManifest {
  format: 1;
  what: 'sede-module';
  module: string;
  /** Version of Sede that made it. */
  version: string;
  /** Which portal it was made in: there, people and roles still have the ids it names. */
  portal: string;
  dialect: Dialect;
  /** Instant at which it was made. */
  created: string;
  company: string | null;
  /** It was made of what a backup held: `created` is the instant of that backup. */
  fromBackup?: true;
  /** Instants at which it was written anew because somebody's data was erased from it; missing where that never was. */
  rewritten?: string[];
  /** Migrations of the module that had run, in their order. */
  migrations: string[];
  /** Permissions of the module as that version knew them. */
  permissions: readonly string[];
  /** Kind of record → how many there were, those in the bin left out; missing in archives of before. */
  records?: Record<string, number>;
  /** Table → the highest id it had given. */
  marks: Record<string, number>;
  /** By path in the archive. */
  parts: Record<string, ArchivePart>;
  /** Contents of files, by their SHA-256, with their sizes; they lie in `files/<first two digits>/<SHA-256>`. */
  contents: Record<string, number>;
  /** People whom rows name, so that elsewhere they are found again or at least their name stays. */
  people: { id: number; name: string; email: string | null }[];
  roles: { id: number; name: string; builtIn: string | null }[];
  tokens: TokenScopes[];
}

/** Where in the data folder the archives lie. */
export const archivesFolder = (folder: string): string => join(folder, 'archives');

export const archiveEnding = '.sede-archive';

/** `sales-2026-11-26T18-02-11Z.sede-archive`. @param at ISO instant, UTC. @param turn 2 and more for others of the same second. */
export const archiveName = (module: string, at: string, turn = 1): string =>
  `${module}-${at.slice(0, 19).replaceAll(':', '-')}Z${turn === 1 ? '' : `-${turn}`}${archiveEnding}`;

const personColumn = /^(.*_)?(owner|person|actor|author)_id$|_by$/;

/** Which columns of a module's own tables hold ids of people: the names are a convention that a test holds. */
export const namesPerson = ({ name, type }: StoredColumn): boolean => type === 'int' && personColumn.test(name);

export const contentPath = (sha256: string): string => `files/${sha256.slice(0, 2)}/${sha256}`;
