import type { Test } from 'tap';
import type { TestPortal } from './portal.js';

type Parts = Readonly<Record<string, { sha256: string; rows: number }>>;

/** The stored rows of everything that an archive carries, as they are in its manifest. */
export const hashesOf = ({ parts }: { parts: Parts }): Record<string, string> =>
  Object.fromEntries(Object.entries(parts).map(([path, { sha256, rows }]) => [path, `${rows} ${sha256}`]));

/** Every number of what there is of a module is zero. */
export async function nothingLeft(t: Test, { admin }: TestPortal, id: string): Promise<void> {
  const left: Record<string, number> = (await admin.api('GET', `modules/${id}/numbers`)).body;
  t.same(
    Object.entries(left).filter(([, value]) => value !== 0),
    [],
    `nothing is left of ${id}`,
  );
}
