import { sql } from 'kysely';
import type { Tx } from '../db/database.js';
import type { Holder } from './belongings.js';

/** Rights of a module in the scopes of a token. */
export interface TokenScopes {
  id: number;
  scopes: string[];
}

/** The tokens that name rights of the module. */
export async function tokensNaming(q: Tx['q'], { id }: Holder): Promise<TokenScopes[]> {
  const rows = await q
    .selectFrom('api_tokens')
    .select(['id', 'scopes'])
    .where(sql<boolean>`scopes like ${`%"${id}.%`}`)
    .execute();
  return rows.map((row) => ({ id: row.id, scopes: (JSON.parse(row.scopes) as string[]).filter((scope) => scope.startsWith(`${id}.`)) }));
}

/** Takes the module's rights out of the scopes; a token that named nothing else may do nothing until they are back. */
export async function takeOutOfTokens(tx: Tx, holder: Holder): Promise<void> {
  for (const { id, scopes } of await tokensNaming(tx.q, holder)) await rewrite(tx, id, (all) => all.filter((scope) => !scopes.includes(scope)));
}

/** Only rights of the module itself: an archive may have been made by hand. */
export async function putBackIntoTokens(tx: Tx, holder: Holder, tokens: readonly TokenScopes[]): Promise<void> {
  for (const { id, scopes } of tokens) await rewrite(tx, id, (all) => [...new Set([...all, ...scopes.filter((scope) => scope.startsWith(`${holder.id}.`))])]);
}

async function rewrite({ q }: Tx, id: number, change: (scopes: string[]) => string[]): Promise<void> {
  const row = await q.selectFrom('api_tokens').select('scopes').where('id', '=', id).executeTakeFirst();
  if (!row) return;
  await q
    .updateTable('api_tokens')
    .set({ scopes: JSON.stringify(change(JSON.parse(row.scopes) as string[])) })
    .where('id', '=', id)
    .execute();
}
