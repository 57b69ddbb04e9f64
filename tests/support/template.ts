import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dialect } from '../../server/core/db/database.js';
import { createDatabase, type FreshPostgres, freshPostgres, serverAddress } from './postgres.js';

/** A data folder, and its database where that is a PostgreSQL: what is sealed in the one opens with the key in the other. */
interface Place {
  folder: string;
  postgres: FreshPostgres | null;
}

type Fill = (folder: string, databaseUrl: string | null) => Promise<void>;

let own: string | undefined;

/** The run has one for all its files, and removes it at its end; a file that was started by hand has one for itself. */
function templates(): string {
  if (process.env.SEDE_TEST_TEMPLATES) return process.env.SEDE_TEST_TEMPLATES;
  if (own === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'sede-templates-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    own = folder;
  }
  return own;
}

/** Comes to its place whole and at once; where another process was faster, that one's is used. */
async function make(template: string, server: string | null, fill: Fill): Promise<void> {
  const aside = `${template}.${randomBytes(6).toString('hex')}`;
  const folder = join(aside, 'folder');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const database = server === null ? null : await createDatabase(server);
  await fill(folder, database?.url ?? null);
  await writeFile(join(aside, 'database'), database?.name ?? '');
  await rename(aside, template).catch(() => rm(aside, { recursive: true }));
}

/** An empty folder and database. */
export const emptyPlace = async (dialect: Dialect): Promise<Place> => ({
  folder: await mkdtemp(join(tmpdir(), 'sede-test-')),
  postgres: dialect === 'postgres' ? await freshPostgres() : null,
});

/**
 * A copy of what `fill` made when somebody in this run first asked for the same, which takes a fraction of the time.
 * @param what tells all that `fill` makes it of.
 */
export async function copiedPlace(dialect: Dialect, what: unknown, fill: Fill): Promise<Place> {
  const server = dialect === 'postgres' ? await serverAddress() : null;
  try {
    const name = createHash('sha256').update(JSON.stringify([server?.url, what]));
    const template = join(templates(), name.digest('hex').slice(0, 16));
    if (!existsSync(template)) await make(template, server?.url ?? null, fill);
    const folder = await mkdtemp(join(tmpdir(), 'sede-test-'));
    await cp(join(template, 'folder'), folder, { recursive: true });
    return { folder, postgres: server && (await freshPostgres(await readFile(join(template, 'database'), 'utf8'))) };
  } finally {
    await server?.leave();
  }
}
