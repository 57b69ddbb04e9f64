import type { SearchHit } from '../../contracts/core/references.js';
import type { Access } from '../access/access.js';
import type { Actor } from '../access/actor.js';
import type { Database } from '../db/database.js';
import type { RecordContext } from '../records/context.js';
import { fold } from './fold.js';
import { numberWanted } from './number.js';
import { similarTo } from './similar.js';

export const personType = 'core.person';
const mostWords = 8;

/** What people put between the digits of a telephone number. */
const betweenDigits = /[ ().\-/]/g;

interface Colleague {
  id: number;
  name: string;
  position: string | null;
  foldedName: string;
  foldedEmail: string;
  phoneDigits: string;
}

async function load({ read }: Database): Promise<Colleague[]> {
  const rows = await read
    .selectFrom('people')
    .select(['id', 'name', 'position', 'folded_name', 'folded_email', 'phone'])
    .where('status', '<>', 'dismissed')
    .orderBy('folded_name')
    .orderBy('id')
    .execute();
  return rows.map(({ id, name, position, folded_name, folded_email, phone }) => ({
    id,
    name,
    position,
    foldedName: folded_name,
    foldedEmail: folded_email ?? '',
    phoneDigits: (phone ?? '').replace(betweenDigits, ''),
  }));
}

const kept = new WeakMap<Access, Promise<Colleague[]>>();
const followed = new WeakSet<Access>();

/** Everybody who was not dismissed, by name; kept until people are read anew for their rights, which every change of them asks for. */
function colleaguesOf({ db, access }: Pick<RecordContext, 'db' | 'access'>): Promise<Colleague[]> {
  const known = kept.get(access);
  if (known) return known;
  if (!followed.has(access)) access.onReread(() => kept.delete(access));
  followed.add(access);
  const loading = load(db);
  kept.set(access, loading);
  loading.catch(() => kept.delete(access));
  return loading;
}

interface Wish {
  limit: number;
  similar: boolean;
  /** Only those whose roles hold this permission. */
  holding: string | undefined;
}

/** Colleagues to choose from before anything was typed: whoever asks first, then the others by name. */
export async function offerPeople(records: RecordContext, actor: Actor, { limit, holding }: Pick<Wish, 'limit' | 'holding'>): Promise<SearchHit[]> {
  const all = await colleaguesOf(records);
  const meFirst = [...all.filter(({ id }) => id === actor.personId), ...all.filter(({ id }) => id !== actor.personId)];
  return hitsAmong(records, meFirst, { limit, holding }, () => true);
}

/** Colleagues by name, e-mail or phone, which everybody in the portal may know. */
export async function findPeople(records: RecordContext, text: string, { limit, similar, holding }: Wish): Promise<SearchHit[]> {
  const folded = fold(text);
  const words = folded.split(' ').filter(Boolean).slice(0, mostWords);
  const number = numberWanted(folded);
  const isNamed = ({ foldedName, foldedEmail }: Colleague) => words.every((word) => foldedName.includes(word) || foldedEmail.includes(word));
  const isAlike = similarTo(words);
  const fits = (one: Colleague) => (similar ? isAlike(one.foldedName) : isNamed(one) || (number !== null && one.phoneDigits.includes(number)));
  return hitsAmong(records, await colleaguesOf(records), { limit, holding }, fits);
}

function hitsAmong(
  records: RecordContext,
  people: readonly Colleague[],
  { limit, holding }: Pick<Wish, 'limit' | 'holding'>,
  fits: (one: Colleague) => boolean,
): SearchHit[] {
  const found: SearchHit[] = [];
  for (const one of people) {
    if (found.length === limit) break;
    if (!fits(one) || (holding !== undefined && records.access.rolesOf(one.id, holding).length === 0)) continue;
    found.push({ type: personType, id: one.id, title: one.name, url: `/people/${one.id}`, snippet: one.position });
  }
  return found;
}
