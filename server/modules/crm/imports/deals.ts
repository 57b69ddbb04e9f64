import { sql } from 'kysely';
import { ProductNames } from '../../../contracts/crm/ports.js';
import { covers } from '../../../core/access/actor.js';
import { inTexts } from '../../../core/db/fragments.js';
import { texts } from '../../../core/i18n/texts.js';
import { fold } from '../../../core/imports/fold.js';
import type { RowFault } from '../../../core/imports/point.js';
import { addNote, type CheckedRow, type Importer } from '../../../core/imports/point.js';
import { rowsWhere } from '../../../core/records/bulk.js';
import { ownerOf, scopeOf } from '../../../core/records/context.js';
import type { Row, Values } from '../../../core/records/kind.js';
import type { Crm } from '../crm.js';
import { deal } from '../kinds.js';
import { type BatchRules, fault, owners, storeBatch, textsIn } from './batch.js';
import { knownStages, namedOrMadeOnce } from './look-up.js';
import { type KnownStage, stageFinder } from './stage-words.js';
import { dealTargets } from './targets.js';

const originOf = ({ values }: CheckedRow): string | null => (values.originId as string | null | undefined) ?? null;
const LONGEST_TITLE = 250;
/** Names whose spelling is kept; a column may hold a different one in every row. */
const KEPT_NAMES = 1000;

/** Deals. One with the number of an opportunity that is there already changes it; companies that are not there are made. */
export function dealImporter(crm: Crm): Importer {
  return {
    kind: 'deals',
    permission: 'crm.deal.import',
    targets: dealTargets,
    people: owners,
    records: [deal.type, 'crm.company', 'crm.contact'],
    keyOf: originOf,
    async prepare(context) {
      const { actor } = context;
      const stages = await knownStages(crm.db.read, 'deals');
      const spell = speller((await Promise.all(crm.items(ProductNames).map((names) => names()))).flat());
      const complete = completer(crm, stages);
      const companiesNamed = namedOrMadeOnce(crm, actor, 'crm.company');
      const contactsNamed = namedOrMadeOnce(crm, actor, 'crm.contact');
      const untitled = texts(actor.language)('crm:import.untitled');
      const rules = (noted: { respelled: number; untitled: number }): BatchRules => ({
        kind: deal,
        stages,
        async named(tx, rows, outcome) {
          const companies = await companiesNamed(tx, textsIn(rows, 'companyId'));
          const contacts = await contactsNamed(tx, textsIn(rows, 'contactId'));
          addNote(outcome, 'companies-added', companies.made);
          addNote(outcome, 'contacts-added', contacts.made);
          return { companyId: companies.ids, contactId: contacts.ids };
        },
        async present(tx, rows) {
          const origins = [...textsIn(rows, 'originId')];
          const found = origins.length === 0 ? [] : await rowsWhere(crm.records, tx, deal, inTexts(crm.db.dialect, sql.ref('origin_id'), origins));
          const readable = scopeOf(crm.records, actor, deal, 'read');
          const byOrigin = new Map<string, Row>();
          for (const row of found) if (covers(readable, ownerOf(deal, row)) && !byOrigin.has(String(row.origin_id))) byOrigin.set(String(row.origin_id), row);
          return matching(rows, (row) => byOrigin.get(originOf(row) ?? ''));
        },
        complete(values, before, row) {
          const written = values.productName;
          if (written !== undefined) values.productName = spell(String(written));
          const completed = complete(values, before, row);
          if (completed !== values) return completed;
          if (written !== values.productName) noted.respelled += 1;
          if (!before && values.title === undefined) {
            values.title = untitled;
            noted.untitled += 1;
          }
          return values;
        },
      });
      return async (tx, rows) => {
        const noted = { respelled: 0, untitled: 0 };
        const outcome = await storeBatch(crm, tx, context, rules(noted), rows);
        addNote(outcome, 'products-respelled', noted.respelled);
        addNote(outcome, 'deals-untitled', noted.untitled);
        return outcome;
      };
    },
  };
}

function matching(rows: readonly CheckedRow[], find: (row: CheckedRow) => Row | undefined): Map<number, Row> {
  const found = new Map<number, Row>();
  for (const [index, row] of rows.entries()) {
    const one = find(row);
    if (one) found.set(index, one);
  }
  return found;
}

/** The name of the catalogue for one that differs from it only by case, blanks and signs: `GTXPro` is `GTX Pro`. */
function speller(names: readonly string[]): (name: string) => string {
  const exact = new Set(names);
  const folded = new Map<string, string>();
  // Two products with one folded name: which is meant cannot be told.
  const doubtful = new Set<string>();
  for (const name of exact) {
    const key = fold(name);
    if (folded.has(key)) doubtful.add(key);
    folded.set(key, name);
  }
  const spelled = new Map<string, string>();
  return (name) => {
    if (exact.has(name)) return name;
    const known = spelled.get(name);
    if (known !== undefined) return known;
    const key = fold(name);
    const found = key === '' || doubtful.has(key) ? name : (folded.get(key) ?? name);
    if (spelled.size < KEPT_NAMES) spelled.set(name, found);
    return found;
  };
}

/** A day without a time is taken for its noon in UTC, which is the same day in nearly every time zone. */
const noonOf = (day: unknown): string | null => (typeof day === 'string' ? `${day}T12:00:00.000Z` : null);

function completer(crm: Crm, stages: readonly KnownStage[]): (values: Values, before: Row | null, row: CheckedRow) => Values | RowFault {
  const find = stageFinder(stages);
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  const firstOpen = stages.find(({ semantic }) => semantic === 'open');
  return (values, before, row) => {
    const stageName = values.stageId;
    const stage = stageName === undefined ? (before ? byId.get(before.stage_id as number) : firstOpen) : find(String(stageName));
    if (!stage) return fault('stageId', 'unknown-stage', { cell: stageName ?? '', stages: stages.map(({ name }) => name).join(', ') });
    values.stageId = stage.id;
    values.pipelineId = stage.pipelineId;
    const isMoved = stage.id !== before?.stage_id;
    const closeOn = values.closeOn ?? before?.close_on ?? null;
    if (isMoved || closeOn !== (before?.close_on ?? null)) {
      // As far as the file tells when it was closed and came into its stage.
      values.closedAt = stage.semantic === 'open' ? null : (noonOf(closeOn) ?? crm.now());
      if (isMoved) values.stageEnteredAt = values.closedAt ?? noonOf(values.beginOn) ?? crm.now();
    }
    if (before) {
      if (stage.semantic !== 'lost') values.lostReasonId = null;
      return values;
    }
    const title = values.title ?? ([row.values.companyId, values.productName].filter(Boolean).join(', ') || values.originId);
    if (title === undefined || title === null) return values;
    const text = String(title);
    values.title = text.length > LONGEST_TITLE ? [...text].slice(0, LONGEST_TITLE).join('') : text;
    return values;
  };
}
