import type { BringBackPreview, BringBackWish } from '../../contracts/core/time-machine.js';
import type { Stored } from '../db/database.js';
import { invalidField, notFound } from '../http/problem.js';
import { recordsName } from '../i18n/records-name.js';
import type { Kind } from '../records/kind.js';
import { aroundOf, missingNow, rowsOf } from './around.js';
import { returnOf } from './bring-back.js';
import { type Coming, closureOf, mostComing } from './closure.js';
import { comparedColumns, differs, rowsWithIds, stateOf } from './compare.js';
import { type Erased, erasedSince, shownTitle } from './erased.js';
import type { Beside } from './look.js';

const sameRows = (some: readonly Stored[], others: readonly Stored[]): boolean => {
  // Those that were put back have numbers of their own.
  const sorted = (rows: readonly Stored[]) => JSON.stringify(rows.map(({ id: _, ...row }) => JSON.stringify(Object.entries(row).sort())).sort());
  return sorted(some) === sorted(others);
};

/** @throws Refusal 404 for an unknown record, 422 for too many. */
export async function comingOf(beside: Beside, given: BringBackWish): Promise<Coming[]> {
  const coming = await closureOf(beside.past, beside.live, beside.kinds, given);
  if (!coming) throw invalidField('records', 'too-many-values', { max: mostComing });
  if (!coming.some(({ why }) => why === 'asked')) throw notFound();
  return coming;
}

/** What records of the backup are called to whoever looks. */
export const titleOf = ({ kinds }: Beside, erased: Erased, { type, id, row }: Pick<Coming, 'type' | 'id' | 'row'>): string =>
  shownTitle(erased, kinds.get(type) as Kind, { type, id }, row);

/**
 * What bringing these back would do.
 * @param language of the names of kinds.
 */
export async function previewOf(beside: Beside, language: string, given: BringBackWish): Promise<BringBackPreview> {
  const { past, live: db, kinds, registry, parts, catalog } = beside;
  const coming = await comingOf(beside, given);
  const widest = await comingOf(beside, { ...given, withPointing: true, withPointed: true });
  const erased = await erasedSince(past, db, catalog);
  const preview: BringBackPreview = {
    kinds: [],
    files: 0,
    fileBytes: 0,
    comments: 0,
    rowsBack: 0,
    rowsStay: 0,
    partsBack: 0,
    refused: [],
    pointing: widest.filter(({ why }) => why === 'pointing').length,
    pointed: widest.filter(({ why }) => why === 'pointed').length,
  };
  for (const type of new Set(coming.map((one) => one.type))) {
    const kind = kinds.get(type);
    if (!kind) continue;
    const of = coming.filter((one) => one.type === type);
    const there = await rowsWithIds(
      db,
      kind.table,
      of.map(({ id }) => id),
    );
    const counts = { type, name: recordsName(type, language), insert: 0, restore: 0, change: 0, same: 0 };
    for (const { id, row } of of) {
      const is = there.get(id);
      const state = stateOf(row, is, erased.own(type).has(id));
      if (state === 'other' || state === 'erased') {
        preview.refused.push({
          type,
          id,
          title: titleOf(beside, erased, { type, id, row }),
          state,
          updatedAt: row.updated_at as string,
          since: null,
          why: state,
        });
        continue;
      }
      if (state === 'gone') counts.insert += 1;
      else if (state === 'bin') counts.restore += 1;
      else if (is && differs(comparedColumns(kind, returnOf(registry, type)), erased.row({ type, id }, row), is)) counts.change += 1;
      else counts.same += 1;
      const around = await aroundOf(past, parts, { type, id });
      const rows = returnOf(registry, type)?.rows;
      if (rows && is) {
        const present = rowsOf(await aroundOf(db, parts, { type, id }), rows.table);
        const isSame = sameRows(rowsOf(around, rows.table), present);
        if (!isSame) preview[(await rows.mayPut(db.read, is)) ? 'rowsBack' : 'rowsStay'] += 1;
      }
      const { files, comments, rows: details } = await missingNow(db, around);
      preview.files += files.length;
      preview.fileBytes += files.reduce((sum, { size }) => sum + (size as number), 0);
      preview.comments += comments.length;
      if (is) preview.partsBack += details.length;
    }
    preview.kinds.push(counts);
  }
  return preview;
}
