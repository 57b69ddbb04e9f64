import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DetectedFile, detectFile } from '../../server/core/imports/detect.js';
import { type FileRow, readRows } from '../../server/core/imports/read.js';

function productRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

export const productPath = (path: string): string => join(productRoot(), path);

/** Path of a committed file; they are made up, with the defects of real ones. */
export const fixture = (name: string): string => productPath(`tests/core/fixtures/imports/${name}`);

/** A folder of its own for the files that a test writes, removed when the process ends. */
const scratch = mkdtempSync(join(tmpdir(), 'sede-imports-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
let written = 0;

export const scratchPath = (): string => join(scratch, `${++written}.csv`);
export function writeScratch(content: string | Buffer): string {
  const path = scratchPath();
  writeFileSync(path, content);
  return path;
}

export const detect = (path: string, hasHeader?: boolean): Promise<DetectedFile> =>
  detectFile(path, { columnWord: 'Column', ...(hasHeader === undefined ? {} : { hasHeader }) });

export async function readAll(path: string, shape?: DetectedFile): Promise<FileRow[]> {
  const rows: FileRow[] = [];
  for await (const batch of readRows(path, shape ?? (await detect(path)))) rows.push(...batch);
  return rows;
}
