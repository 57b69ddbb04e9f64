import { open } from 'node:fs/promises';
import type { Separator } from './record-splitter.js';

/** Characters kept back, so that a file of many rows is not a write for each. */
const FLUSH_AT = 64 * 1024;

export interface ErrorsFileOptions {
  columns: readonly string[];
  separator: Separator;
  /** Title of the last column, in the person's language; an earlier one among `columns` is replaced. */
  reasonTitle: string;
  /** That title in every language, by which an earlier column of reasons is known. */
  reasonTitles: readonly string[];
}

export interface ErrorsFile {
  /** @param reasons in the person's language; several are joined by a space, so each is a sentence. */
  write(cells: readonly string[], reasons: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * A file of the rows that could not be imported, as they were written, with the reason in a last column: to be mended and
 * loaded again. UTF-8 with a mark, for Excel to know it.
 *
 * Cells that begin with `=`, `+`, `-` or `@` are not disarmed with an apostrophe. This file goes back into the import, where
 * the apostrophe would become part of a phone or an amount; and the cells are those of the file that the same person
 * just loaded, so opening this one runs nothing that opening that one did not. Exports of records are another matter.
 * The reason alone is text of ours around words of others, and gets the apostrophe should it begin so: it is not read again.
 *
 * A row with more cells than columns keeps them, after the reason; nothing of it is lost.
 */
export async function openErrorsFile(path: string, options: ErrorsFileOptions): Promise<ErrorsFile> {
  const { columns, separator, reasonTitle, reasonTitles } = options;
  const isReason = columns.map((column) => column === reasonTitle || reasonTitles.includes(column));
  const width = columns.length;
  const own = <T>(cells: readonly T[]): T[] => cells.slice(0, width).filter((_, index) => !isReason[index]);
  const file = await open(path, 'w');
  let pending = `\ufeff${csvLine([...own(columns), reasonTitle], separator)}`;
  const flush = async (): Promise<void> => {
    const text = pending;
    pending = '';
    await file.writeFile(text);
  };
  return {
    write: async (cells, reasons) => {
      pending += csvLine([...own(cells), disarmed(reasons.join(' ')), ...cells.slice(width)], separator);
      if (pending.length >= FLUSH_AT) await flush();
    },
    close: async () => {
      try {
        await flush();
      } finally {
        await file.close();
      }
    },
  };
}

/** One line of CSV with its end, by RFC 4180. */
export const csvLine = (cells: readonly string[], separator: Separator): string => `${cells.map((cell) => quoted(cell, separator)).join(separator)}\r\n`;

const quoted = (cell: string, separator: Separator): string =>
  cell.includes('"') || cell.includes(separator) || cell.includes('\n') || cell.includes('\r') ? `"${cell.replaceAll('"', '""')}"` : cell;

const disarmed = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
