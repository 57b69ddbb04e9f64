import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { inTexts } from '../db/fragments.js';
import type { Services } from '../services.js';
import { discardKind, keptAfter, type LetGoDeps } from './let-go.js';

export type SweepDeps = LetGoDeps & { services: Pick<Services, 'folder'> };

const namesIn = (folder: string): Promise<string[]> =>
  readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });

const foldersOf = async (root: string) => (await namesIn(root)).filter((name) => /^[0-9a-f]{2}$/.test(name)).map((name) => join(root, name));

/** When it was last wanted; a file that has gone meanwhile was wanted just now. */
const ageOf = async (path: string, now: string): Promise<number> => Date.parse(now) - (await stat(path).catch(() => ({ mtimeMs: Date.parse(now) }))).mtimeMs;

/** Among some contents, those that a file has or that are to be discarded on a day of their own. */
async function wanted({ services: { db } }: SweepDeps, contents: readonly string[]): Promise<Set<string>> {
  const rows = await db.read
    .selectFrom('files')
    .select('sha256 as content')
    .where(inTexts(db.dialect, sql.ref('sha256'), contents))
    .union(
      db.read
        .selectFrom('jobs')
        .select('key as content')
        .where('kind', '=', discardKind)
        .where('state', '=', 'waiting')
        .where(inTexts(db.dialect, sql.ref('key'), contents)),
    )
    .execute();
  return new Set(rows.map(({ content }) => content));
}

async function sweepFolder(deps: SweepDeps, folder: string): Promise<void> {
  const { files, now } = deps.services;
  const names = await namesIn(folder);
  const isContent = (name: string) => /^[0-9a-f]{64}$/.test(name);
  // Left aside where the process was killed while it discarded one: done again, that ends one way or the other.
  for (const name of names) if (name.endsWith('.gone') && isContent(name.slice(0, -5))) await files.discard(name.slice(0, -5));
  const contents = names.filter(isContent);
  if (contents.length === 0) return;
  const kept = await wanted(deps, contents);
  for (const content of contents) if (!kept.has(content) && (await ageOf(join(folder, content), now())) > keptAfter(deps)) await files.discard(content);
}

/** Previews of what is no longer there would show it for ever. */
async function sweepPreviews({ services: { files, folder } }: SweepDeps): Promise<void> {
  for (const each of await foldersOf(join(folder, 'previews'))) {
    for (const name of await namesIn(each)) {
      const content = name.slice(0, 64);
      if (!/^[0-9a-f]{64}-/.test(name)) continue;
      const isThere = await stat(files.pathOf(content)).catch(() => undefined);
      if (!isThere) await rm(join(each, name), { force: true });
    }
  }
}

/**
 * Discards contents that no file has, and what writing them left behind: the process was killed between the content and its row, or a
 * database was restored that does not know them. A content that a kept snapshot of the database may name stays.
 */
export async function sweepContents(deps: SweepDeps): Promise<void> {
  const { folder, now } = deps.services;
  const root = join(folder, 'files');
  for (const name of await namesIn(root))
    if (name.endsWith('.part') && (await ageOf(join(root, name), now())) > keptAfter(deps)) await rm(join(root, name), { force: true });
  for (const each of await foldersOf(root)) await sweepFolder(deps, each);
  await sweepPreviews(deps);
}
