import { sql } from 'kysely';
import type { Channel } from '../../../contracts/core/fields.js';
import { inIds } from '../../../core/db/fragments.js';
import { namesOf } from '../../../core/imports/names.js';
import type { CheckedRow, Importer } from '../../../core/imports/point.js';
import { rowsWhere } from '../../../core/records/bulk.js';
import type { Row, Values } from '../../../core/records/kind.js';
import { fold } from '../../../core/search/fold.js';
import { type Key, keysOf } from '../channels/channel-index.js';
import type { Crm } from '../crm.js';
import { contact, lead } from '../kinds.js';
import { fault, owners, storeBatch, textsIn } from './batch.js';
import { knownStages, namedRecords, reachedBy } from './look-up.js';
import { contactTargets, leadTargets } from './person-targets.js';

/** A full name as first and last name, see {@link namesOf}. */
function withNames({ fullName, ...values }: Values): Values {
  if (typeof fullName !== 'string') return values;
  const { first, last } = namesOf({ full: fullName, first: values.firstName as string, last: values.lastName as string });
  return { ...values, ...(first ? { firstName: first.slice(0, 120) } : {}), ...(last ? { lastName: last.slice(0, 120) } : {}) };
}

const nameOf = (values: Values): string => [values.firstName, values.lastName].filter(Boolean).join(' ');
const firstValue = (channels: unknown): string | undefined => (channels as Channel[] | null | undefined)?.[0]?.value;
const shownName = (values: Values): string => nameOf(values) || firstValue(values.emails) || firstValue(values.phones) || '';

/** The surest way in which a row's contact is known again: an address, else a phone, else name and company. */
function surestKey(crm: Crm, { values }: CheckedRow): Key | undefined {
  const of = { phones: (values.phones ?? []) as Channel[], emails: (values.emails ?? []) as Channel[], names: [nameOf(withNames({ ...clean(values) }))] };
  const keys = keysOf(crm.settings.company().country, 'crm.contact', of);
  return keys.find(({ kind }) => kind === 'email') ?? keys.find(({ kind }) => kind === 'phone') ?? keys.find(({ kind }) => kind === 'name');
}

const clean = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

/** Contacts, known again by {@link surestKey}; bound to the company of the name that the file gives, where there is one. */
export function contactImporter(crm: Crm): Importer {
  return {
    kind: 'contacts',
    permission: 'crm.contact.import',
    targets: contactTargets,
    people: owners,
    records: [contact.type],
    keyOf(row) {
      const key = surestKey(crm, row);
      return key ? `${key.kind} ${key.normalized}` : null;
    },
    prepare:
      async ({ actor, unknownPeople, meant }) =>
      async (tx, rows) => {
        const companies = await namedRecords(crm, tx.q, actor, 'crm.company', textsIn(rows, 'companyName'));
        return storeBatch(
          crm,
          tx,
          { actor, unknownPeople, meant },
          {
            kind: contact,
            async present() {
              const keys = rows.map((row) => surestKey(crm, row));
              const ids = await reachedBy(
                crm,
                tx.q,
                actor,
                'crm.contact',
                keys.filter((key) => key !== undefined),
              );
              const found = await rowsWhere(crm.records, tx, contact, inIds(crm.db.dialect, sql.ref('id'), [...new Set(ids.values())]));
              const byId = new Map(found.map((row) => [row.id as number, row]));
              const taken = new Set<number>();
              const present = new Map<number, Row>();
              for (const [index, key] of keys.entries()) {
                const row = key && byId.get(ids.get(`${key.kind} ${key.normalized}`) ?? 0);
                if (!row || taken.has(row.id as number)) continue;
                const sameCompany = fold(String(rows[index]?.values.companyName ?? '')) === fold(String(row.company_name ?? ''));
                if (key.kind === 'name' && !sameCompany) continue;
                taken.add(row.id as number);
                present.set(index, row);
              }
              return present;
            },
            complete(given, before) {
              const values = withNames(given);
              const companyId = companies.get(fold(String(values.companyName ?? '')));
              const bound = companyId === undefined ? values : { ...values, companyId };
              if (before) return bound;
              const title = shownName(values);
              return title === '' ? fault(null, 'no-name') : { ...bound, title };
            },
          },
          rows,
        );
      },
  };
}

/** Leads, all new: somebody may ask for something a second time. They begin in the first stage. */
export function leadImporter(crm: Crm): Importer {
  return {
    kind: 'leads',
    permission: 'crm.lead.import',
    targets: leadTargets,
    people: owners,
    records: [lead.type],
    keyOf: () => null,
    async prepare(context) {
      const stages = await knownStages(crm.db.read, 'leads');
      const first = stages.find(({ semantic }) => semantic === 'open');
      if (!first) throw new Error('Leads have no open stage');
      return (tx, rows) =>
        storeBatch(
          crm,
          tx,
          context,
          {
            kind: lead,
            stages,
            complete(given) {
              const values = withNames(given);
              const title = values.title ?? (shownName(values) || values.companyName);
              return title ? { ...values, title, stageId: first.id } : fault('title', 'required');
            },
          },
          rows,
        );
    },
  };
}
