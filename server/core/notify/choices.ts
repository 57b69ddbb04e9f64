import type { DigestTime, NoticeChoice, QuietHours } from '../../contracts/core/notices.js';
import type { Queries, Tx } from '../db/database.js';
import { texts } from '../i18n/texts.js';
import type { NoticeKind } from './kinds.js';
import { nextDigest } from './quiet.js';

/** What a person has chosen; what they have not is as the company has it, else as the kind of notice says. */
export interface Choices {
  kinds: Readonly<Record<string, NoticeChoice>>;
  quiet: QuietHours | null;
  digest: DigestTime | null;
}

/** On working days, when the day begins. */
const usualDigest: DigestTime = { days: [1, 2, 3, 4, 5], at: '08:00' };
export const usualChoices: Choices = { kinds: {}, quiet: null, digest: usualDigest };

interface ChoicesRow {
  kinds: string;
  quiet: string | null;
  digest: string | null;
}

export const fromChoicesRow = (row: ChoicesRow): Choices => ({
  kinds: JSON.parse(row.kinds) as Choices['kinds'],
  quiet: row.quiet === null ? null : (JSON.parse(row.quiet) as QuietHours),
  digest: row.digest === null ? null : (JSON.parse(row.digest) as DigestTime),
});

/**
 * How a person is told of a kind of notice; `kind` undefined: nobody declared it, it stands in the inbox alone.
 * @param usual what the company has decided for those who have not chosen.
 */
export function choiceOf({ kinds }: Pick<Choices, 'kinds'>, kind: NoticeKind | undefined, usual: Choices['kinds'] = {}): NoticeChoice {
  const chosen = kind && (kinds[kind.id] ?? usual[kind.id]);
  return { portal: kind?.needed === true || (chosen?.portal ?? true), mail: chosen?.mail ?? kind?.mail ?? 'never' };
}

export async function readChoices(q: Queries, personId: number): Promise<Choices> {
  const row = await q.selectFrom('notice_settings').select(['kinds', 'quiet', 'digest']).where('person_id', '=', personId).executeTakeFirst();
  return row ? fromChoicesRow(row) : usualChoices;
}

/** Stores what a person chose, and when their next digest comes. */
export async function storeChoices(tx: Tx, person: { id: number; timeZone: string }, { kinds, quiet, digest }: Choices, now: string): Promise<void> {
  const row = {
    kinds: JSON.stringify(kinds),
    quiet: quiet && JSON.stringify(quiet),
    digest: digest && JSON.stringify(digest),
    time_zone: person.timeZone,
    next_digest_at: nextDigest(digest, person.timeZone, now),
  };
  await tx.q
    .insertInto('notice_settings')
    .values({ person_id: person.id, ...row })
    .onConflict((oc) => oc.column('person_id').doUpdateSet(row))
    .execute();
}

/** A kind of notice in words: `crm.lead` is `crm:noticeKind.lead`. */
export const noticeKindLabel = (id: string, language: string): string => texts(language)(id.replace('.', ':noticeKind.'));
