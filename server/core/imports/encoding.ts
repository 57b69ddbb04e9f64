import { createReadStream } from 'node:fs';
import { ImportFileError } from './file-error.js';

export type FileEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Office's new workbooks are zip archives, its old ones compound documents. */
const workbookMagic = [Buffer.from([0x50, 0x4b, 0x03, 0x04]), Buffer.from([0xd0, 0xcf, 0x11, 0xe0])];
const otherMagic = [Buffer.from('%PDF-'), Buffer.from([0x1f, 0x8b]), Buffer.from([0x89, 0x50, 0x4e, 0x47])];
const startsWith = (bytes: Buffer, magic: Buffer): boolean => bytes.subarray(0, magic.length).equals(magic);

/** @throws {ImportFileError} `empty-file`, `excel-workbook` or `binary-file`, judged by the first bytes. */
export function refuseBinary(head: Buffer): void {
  if (head.length === 0) throw new ImportFileError('empty-file');
  if (workbookMagic.some((magic) => startsWith(head, magic))) throw new ImportFileError('excel-workbook');
  if (otherMagic.some((magic) => startsWith(head, magic))) throw new ImportFileError('binary-file');
  if (encodingOfMark(head)?.startsWith('utf-16')) return;
  if (head.includes(0)) throw new ImportFileError('binary-file');
}

/** The encoding that a byte order mark names, null without one. */
export function encodingOfMark(head: Buffer): FileEncoding | null {
  if (startsWith(head, Buffer.from([0xef, 0xbb, 0xbf]))) return 'utf-8';
  if (startsWith(head, Buffer.from([0xff, 0xfe]))) return 'utf-16le';
  if (startsWith(head, Buffer.from([0xfe, 0xff]))) return 'utf-16be';
  return null;
}

/**
 * Without a mark a file is UTF-8 when every byte of it is, else windows-1252. The whole file is looked at: in a
 * long one the first accented name may stand far below any sample.
 */
export async function encodingOf(path: string, head: Buffer): Promise<FileEncoding> {
  const marked = encodingOfMark(head);
  if (marked) return marked;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const stream = createReadStream(path, { highWaterMark: 256 * 1024 });
  try {
    for await (const chunk of stream) decoder.decode(chunk as Buffer, { stream: true });
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    // TypeError is what a fatal decoder throws for bytes that are not UTF-8; errors of the file system are not ours.
    if (error instanceof TypeError) return 'windows-1252';
    throw error;
  }
}
