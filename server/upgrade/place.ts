import { existsSync } from 'node:fs';
import { cp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.js';
import type { Database } from '../core/db/database.js';

/** What upgrade and return need to know of a database, of whichever kind. */
export interface Place {
  /** How the name of a snapshot ends. */
  ending: 'sqlite' | 'ndjson.gz';
  open(): Database;
  /**
   * Makes a copy out of a snapshot, in a folder of its own, that can be brought up to date and tried.
   * @returns the configuration under which a portal runs on it. @throws Hint where that cannot be.
   */
  copy(snapshot: string): Promise<Config>;
  /** Rows of each table of the copy. @throws Hint when it is not sound. */
  check(): Promise<Record<string, number>>;
  /** Starts the copy, signs in and reads. @throws Hint. */
  try(): Promise<void>;
  /** Makes the portal's own database what the copy is: before or after at any kill. */
  switch(): Promise<void>;
  /** How many migrations a snapshot has behind it. @throws Hint when it is damaged. */
  migrationsIn(snapshot: string): Promise<number>;
  /** Keeps the database as it is now. @param target a file that is not there yet. */
  putAside(target: string): Promise<void>;
  /** Makes the portal's own database what the snapshot is: before or after at any kill. */
  return(snapshot: string): Promise<void>;
  /** Removes what a copy left, also one of a process that was killed. */
  clean(): Promise<void>;
}

/** What belongs to a start besides the database; stored files, which only grow, are those of the portal itself. */
export async function dress(folder: string, copy: string): Promise<void> {
  for (const part of ['keys', 'config.toml']) if (existsSync(join(folder, part))) await cp(join(folder, part), join(copy, part), { recursive: true });
  if (existsSync(join(folder, 'files'))) await symlink(join(folder, 'files'), join(copy, 'files'));
}
