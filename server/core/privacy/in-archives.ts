import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { ArchivedMatch } from '../../contracts/core/privacy.js';
import { archiveEnding, archivesFolder } from '../modules/archive-format.js';
import { readArchiveManifest } from '../modules/read-archive.js';

/** How words look inside a row of an archive, which is JSON. */
const asWritten = (words: string): string => JSON.stringify(words.trim().toLowerCase()).slice(1, -1);

async function rowsWith(file: string, words: string): Promise<{ module: string; rows: number }> {
  const { module, parts } = await readArchiveManifest(file);
  const { list } = await import('tar');
  let rows = 0;
  await list({
    file,
    strict: true,
    filter: (path) => path in parts,
    onReadEntry(entry) {
      const decoder = new StringDecoder('utf8');
      let rest = '';
      const take = (lines: readonly string[]) => {
        for (const line of lines) if (line.toLowerCase().includes(words)) rows += 1;
      };
      entry.on('data', (chunk: Buffer) => {
        const lines = (rest + decoder.write(chunk)).split('\n');
        rest = lines.pop() ?? '';
        take(lines);
      });
      entry.on('end', () => take([rest]));
    },
  });
  return { module, rows };
}

/** Looks through every archive of a module for words, such as a name or an address. One that cannot be read is said to be so. */
export async function lookThroughArchives(folder: string, words: string): Promise<ArchivedMatch[]> {
  const root = archivesFolder(folder);
  const names = (await readdir(root).catch(() => [])).filter((name) => name.endsWith(archiveEnding)).sort();
  const found: ArchivedMatch[] = [];
  for (const archive of names) {
    const looked = await rowsWith(join(root, archive), asWritten(words)).catch(() => null);
    found.push({ archive, module: looked?.module ?? null, rows: looked?.rows ?? null });
  }
  return found;
}
