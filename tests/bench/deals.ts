import type BetterSqlite3 from 'better-sqlite3';
import { type Prepared, people, prepareFolder, random } from './prepare.js';

const wares = ['Hinges', 'Steel gate', 'Ladders', 'Roof tiles', 'Door locks', 'Paint', 'Garden fence', 'Warehouse shelves', 'Cables', 'Window frames'];
const syllables = ['nor', 'val', 'mar', 'ten', 'bri', 'sol', 'ker', 'dan', 'lum', 'fer', 'gas', 'ost'];

/** Titles as people write them: what, for whom, which order. About 1 700 names, so that a word of one finds some hundreds in a million. */
function titleOf(i: number, next: () => number): string {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  const name = pick(syllables) + pick(syllables) + pick(syllables);
  return `${pick(wares)} for ${name.charAt(0).toUpperCase()}${name.slice(1)}, order ${i}`;
}

function fillDeals(db: BetterSqlite3.Database, rows: number): void {
  const stages = (
    db.prepare('select id, pipeline_id, semantic from crm_stages where pipeline_id is not null order by position').all() as {
      id: number;
      pipeline_id: number;
      semantic: string;
    }[]
  ).slice(0, 8);
  const next = random(42);
  const insert =
    db.prepare(`insert into crm_deals (version, title, pipeline_id, stage_id, amount, currency, close_on, comments, owner_id, created_at, created_by, updated_at)
    values (1, ?, ?, ?, ?, 'USD', ?, ?, ?, ?, 1, ?)`);
  const start = Date.parse('2020-01-01T00:00:00Z');
  const step = (5 * 365 * 86_400_000) / rows;
  db.transaction(() => {
    for (let i = 0; i < rows; i += 1) {
      const stage = stages[Math.floor(next() * stages.length)] as { id: number; pipeline_id: number };
      const at = new Date(start + Math.floor(i * step)).toISOString();
      const amount = next() < 0.03 ? null : Math.floor(next() * 2_000) * 2_500;
      const closeOn = new Date(Date.parse(at) + Math.floor(next() * 90) * 86_400_000).toISOString().slice(0, 10);
      insert.run(titleOf(i, next), stage.pipeline_id, stage.id, amount, closeOn, 'As agreed by telephone', 1 + Math.floor(next() * people), at, at);
    }
  })();
  db.exec(`insert into record_counters (record_type, stage_id, owner_id, currency, n, amount)
    select 'crm.deal', stage_id, owner_id, case when amount is null then '' else currency end, count(*), coalesce(sum(amount), 0) from crm_deals group by 1, 2, 3, 4`);
}

/** What search and the timeline of a record read: an entry for each deal, ten lines for each of the newest thousand. */
function fillAround(db: BetterSqlite3.Database): void {
  db.exec(`insert into search_entries (record_type, record_id, owner_id, title, words) select 'crm.deal', id, owner_id, title, lower(title || ' ' || comments) from crm_deals order by id;
    insert into search_trigrams (rowid, words) select id, words from search_entries order by id;`);
  const newest = (db.prepare('select id from crm_deals order by id desc limit 1000').all() as { id: number }[]).map(({ id }) => id);
  const entry = db.prepare(
    "insert into timeline_entries (at, actor_id, kind, text, data, record_type, record_id) values (?, 1, 'comment', null, '{}', 'crm.deal', ?)",
  );
  const comment = db.prepare(
    "insert into comments (version, record_type, record_id, entry_id, author_id, html, words, created_at) values (1, 'crm.deal', ?, ?, 1, '<p>' || ? || '</p>', ?, ?)",
  );
  const link = db.prepare("insert into timeline_links (record_type, record_id, entry_id) values ('crm.deal', ?, ?)");
  const at = new Date().toISOString();
  db.transaction(() => {
    for (const id of newest)
      for (let n = 1; n <= 10; n += 1) {
        const text = `Call ${n}: they want the delivery by Friday, before noon.`;
        const { lastInsertRowid } = entry.run(at, id);
        link.run(id, lastInsertRowid);
        comment.run(id, lastInsertRowid, text, text, at);
      }
  })();
}

/** A data folder with `rows` deals, see {@link prepareFolder}. */
export const prepareDeals = (cache: string, rows: number): Promise<Prepared> =>
  prepareFolder(cache, 'deals', rows, ['crm'], (db) => {
    fillDeals(db, rows);
    fillAround(db);
  });
