import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Prepared } from './prepare.js';
import { type Asked, type Length, printHead, race, serveFloor, servePortal } from './race.js';

/** The newest deals, which have a timeline, and two open stages of one pipeline. */
function facts(folder: string): { newest: number; stages: [number, number] } {
  const db = new BetterSqlite3(join(folder, 'sede.sqlite'), { readonly: true });
  const newest = (db.prepare('select max(id) as id from crm_deals').get() as { id: number }).id;
  const [a, b] = db.prepare("select id from crm_stages where pipeline_id is not null and semantic = 'open' order by position limit 2").all() as {
    id: number;
  }[];
  db.close();
  return { newest, stages: [a?.id ?? 0, b?.id ?? 0] };
}

/** One record opened, created, changed, moved; each side writes to a copy of its own. */
export async function benchRecords({ folder, cookies, rows }: Prepared, length: Length): Promise<void> {
  const copies = { portal: `${folder}.portal`, floor: `${folder}.floor` };
  for (const copy of Object.values(copies)) {
    await rm(copy, { recursive: true, force: true });
    await cp(folder, copy, { recursive: true });
  }
  const { newest, stages } = facts(folder);
  const idOf = (n: number) => newest - (n % 1000);
  const open = (n: number): Asked => ({ path: `/api/v1/crm/deals/${idOf(n)}` });
  const timeline = (n: number): Asked => ({ path: `/api/v1/crm/deals/${idOf(n)}/timeline` });
  const asks: Record<string, (n: number) => Asked> = {
    open,
    'its timeline': timeline,
    // One person opens a record with both: the ratio is of the two together, speeds and times are of one call.
    'both in turn': (n) => (n % 2 === 0 ? open : timeline)(Math.floor(n / 2)),
    create: (n) => ({ path: '/api/v1/crm/deals', body: { title: `Ladders for Norvalmar, order ${n}`, amount: { amount: 250_000 + n, currency: 'USD' } } }),
    change: (n) => ({ method: 'PATCH', path: `/api/v1/crm/deals/${idOf(n)}`, body: { title: `Ladders for Tenbrisol, order ${n}` } }),
    // Whole rounds over the thousand deals, so that each call does move its deal.
    move: (n) => ({ path: `/api/v1/crm/deals/${idOf(n)}/move`, body: { stageId: stages[Math.floor(n / 1000) % 2] } }),
  };
  const sides = { portal: await servePortal(copies.portal), floor: await serveFloor(copies.floor) };
  printHead(`${rows.toLocaleString('en')} deals, one record`);
  try {
    for (const [name, asked] of Object.entries(asks))
      for (const connections of [1, 16]) await race(`${name}, ${connections} at a time`, sides, { ...length, cookie: cookies.all, connections }, asked);
  } finally {
    await sides.portal.stop();
    await sides.floor.stop();
    for (const copy of Object.values(copies)) await rm(copy, { recursive: true, force: true });
  }
}
