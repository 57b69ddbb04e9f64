import type { Dialect } from '../db/database.js';
import type { RowSums } from '../db/row-sums.js';

/** What lies in the repository for one stored file, key or configuration. */
export interface Content {
  sha256: string;
  bytes: number;
}

/** What a set says of itself, in `manifest.json` of its folder; the list of its contents is a file of its own, for it may be long. */
export interface SetManifest {
  format: 2;
  id: string;
  version: string;
  dialect: Dialect;
  /** Instant. */
  created: string;
  company: string | null;
  /** The database, as it is when it is unpacked. */
  database: Content;
  /** The list of contents, and what these are together. */
  contents: Content & { count: number; total: number /** How many of them people uploaded; left out by an earlier version. */; stored?: number };
  /** Number of rows and sum of each table. */
  tables: RowSums;
}

/** Path in a data folder → what lies there. */
export type Contents = Record<string, Content>;

/** How many of these people uploaded: not keys, configuration and files of imports. */
export const storedIn = (contents: Contents): number => Object.keys(contents).filter((path) => path.startsWith('files/')).length;

/** `2026-11-26T02-00-00Z`. @param at ISO instant, UTC. */
export const setId = (at: string): string => `${at.slice(0, 19).replaceAll(':', '-')}Z`;

export const isSetId = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/.test(text);

/** Instant at which a set was made, which its id tells. */
export const createdOf = (id: string): string => id.replace(/T(\d\d)-(\d\d)-(\d\d)Z$/, 'T$1:$2:$3.000Z');
