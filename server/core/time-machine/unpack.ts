import type { InsideFailure, InsideStep } from '../../contracts/core/time-machine.js';

/** What the process that unpacks a backup is sent, once. */
export interface UnpackOrder {
  /** Folder of the set. */
  set: string;
  /** The SQLite file to be made, in a folder of its own. */
  target: string;
  /** Keys as they are printed, to read sealed sets with. */
  keys: string[];
}

export type UnpackResult = { ok: true } | { ok: false; why: InsideFailure; detail: string };

export type UnpackWord = { step: InsideStep } | UnpackResult;

/**
 * Makes an SQLite file of the database of a backup, whichever it came from, as this version would have it, and checks it. In a process of
 * its own, so that the portal answers on. @param onStep hears what is begun. @param signal ends it.
 */
export type Unpack = (order: UnpackOrder, onStep: (step: InsideStep) => void, signal: AbortSignal) => Promise<UnpackResult>;
