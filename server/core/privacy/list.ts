import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Subject } from './subject.js';

/**
 * Beside the keys, because it goes wherever they go: an older state of the database that is put back into the folder does not know
 * who was erased since.
 */
export const listPath = (folder: string): string => join(folder, 'keys', 'erased.json');

/** Reads a list of erased refs: `[["crm.contact", 7], …]`, alone or as `erased` of an object. @throws Error when the file is none. */
export async function readErased(file: string): Promise<Subject[]> {
  const read: unknown = JSON.parse(await readFile(file, 'utf8'));
  const given = Array.isArray(read) ? read : (read as { erased?: unknown } | null)?.erased;
  if (!Array.isArray(given) || !given.every((one) => Array.isArray(one) && typeof one[0] === 'string' && Number.isSafeInteger(one[1])))
    throw new Error(`${file} is no list of erased records`);
  return given.map(([type, id]) => ({ type, id }));
}

export const erasedIn = async (folder: string): Promise<Subject[]> => (existsSync(listPath(folder)) ? readErased(listPath(folder)) : []);

/**
 * Lays the list of another portal aside, so that numbers which were its people's are nobody's.
 * @returns what lays it back, where the portal does not begin after all.
 */
export async function layListAside(folder: string, now: string): Promise<() => Promise<void>> {
  const file = listPath(folder);
  if (!existsSync(file)) return async () => undefined;
  const aside = `${file.slice(0, -'.json'.length)}-until-${now.replace(/\D/g, '')}.json`;
  await rename(file, aside);
  return () => rename(aside, file);
}

export async function noteErased(folder: string, { type, id }: Subject): Promise<void> {
  const before = await erasedIn(folder);
  if (before.some((one) => one.type === type && one.id === id)) return;
  const file = listPath(folder);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, JSON.stringify([...before, { type, id }].map((one) => [one.type, one.id])), { mode: 0o600 });
  await rename(`${file}.part`, file);
}
