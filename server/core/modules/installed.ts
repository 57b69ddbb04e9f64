import type { Tx } from '../db/database.js';
import type { Composition } from './composition.js';

/** Name in the ledger of migrations under which it is remembered that a module has filled its dictionaries. */
export const installed = 'installed';

/** A module fills its dictionaries once in the life of its tables. */
export async function installOnce(tx: Tx, composition: Composition, id: string, language: string, at: string): Promise<void> {
  const member = composition.members.find(({ implementation }) => implementation.manifest.id === id);
  const { numInsertedOrUpdatedRows } = await tx.q
    .insertInto('migrations')
    .values({ module: id, name: installed, at })
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirstOrThrow();
  if (member && numInsertedOrUpdatedRows) await member.implementation.install?.(tx, member.run, language);
}
