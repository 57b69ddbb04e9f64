import { endpoint } from '../core/endpoint.js';

/** What is numbered, each kind by itself. */
export const numberedKinds = ['quote', 'invoice', 'shipment'] as const;
export type NumberedKind = (typeof numberedKinds)[number];

export const yearForms = ['none', 'two', 'four'] as const;
export const separators = ['-', '/', '.', ''] as const;
export const restarts = ['yearly', 'never'] as const;

/** What a prefix is made of: letters, digits, `.`, `_` and `-`; for a regular expression that knows Unicode. */
export const prefixPattern = '^[\\p{L}\\p{N}._-]*$';

/** How the numbers of one kind look: `FAT-2026-11-0042`. */
export interface NumberPattern {
  /** Letters, digits, `.`, `_` and `-`; empty for none. */
  prefix: string;
  year: (typeof yearForms)[number];
  month: boolean;
  /** Between the parts. */
  separator: (typeof separators)[number];
  /** Digits of the running number at least, 1 … 9; filled with zeros. */
  width: number;
  /** When the running number begins at 1 again. */
  restart: (typeof restarts)[number];
}

export interface Numbering extends NumberPattern {
  kind: NumberedKind;
  /** The running number that the next one gets. */
  next: number;
  /** The least that it can be set to: one above the highest that was given. */
  least: number;
}

/** How numbers look until somebody wants them otherwise. */
export const usualPattern: NumberPattern = { prefix: '', year: 'four', month: false, separator: '-', width: 4, restart: 'yearly' };

/** @param day `YYYY-MM-DD` on which it is given. @param running from 1. */
export function numberText(pattern: NumberPattern, day: string, running: number): string {
  const year = { none: '', two: day.slice(2, 4), four: day.slice(0, 4) }[pattern.year];
  const parts = [pattern.prefix, year, pattern.month ? day.slice(5, 7) : '', String(running).padStart(pattern.width, '0')];
  return parts.filter((part) => part !== '').join(pattern.separator);
}

/** `confirmed`: the person knows how many numbers are left out, see `numbering-jump`. */
export type NumberingPatch = { kind: NumberedKind; next?: number; confirmed?: boolean } & Partial<NumberPattern>;

export const numberingEndpoints = {
  list: endpoint<{ reply: { items: Numbering[] } }>()('GET', '/sales/numbering', 'core.settings.manage'),
  /** What is there keeps its number; `next` goes down to `least`. 409 `numbering-jump` asks back where very many would be left out. */
  change: endpoint<{ body: NumberingPatch; reply: Numbering }>()('PATCH', '/sales/numbering', 'core.settings.manage'),
};
