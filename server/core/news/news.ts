import { sql } from 'kysely';
import type { News, NewsItem } from '../../contracts/core/news.js';
import type { Actor, Scope } from '../access/actor.js';
import { covers } from '../access/actor.js';
import { inIds } from '../db/fragments.js';
import { isNoticeCode } from '../i18n/notices.js';
import { toNotice } from '../notify/notify.js';
import { type RecordContext, scopeOf } from '../records/context.js';
import { columnOf, type Kind } from '../records/kind.js';
import { isNothing, withinScope } from '../records/within.js';
import { lastOfHistory, newSince, type Since } from './visits.js';

/** So many lines of the history are looked at, the newest first: an import of a hundred thousand records must not make anybody wait. */
const mostLines = 5000;
/** So many records are shown. */
const mostItems = 12;
/** So many records to which the same was done are shown one by one; more are told in one line. */
const mostAlike = 3;
/** So many lines of a kind are put together: enough to fill what is shown, also where each record was changed many times. */
const mostOfKind = 200;

interface Line {
  id: number;
  record_id: number;
  at: string;
  actor_id: number | null;
  kind: string;
  changes: string;
  title: string | number | null;
}

/** Both of two scopes. */
function within(a: Scope, b: Scope): Scope {
  if (a.all) return b;
  // Records that name a person concern them, whosesoever they are; those of every project that lets everybody in do not.
  const doors = a.doors && { ...a.doors, containers: [] };
  return { all: false, owners: a.owners.filter((owner) => covers(b, owner)), ...(doors ? { doors } : {}) };
}

/** What others changed in records of a kind that a person may see and that concern them. */
async function linesOf(ctx: RecordContext, actor: Actor, kind: Kind, since: Since): Promise<Line[]> {
  if (kind.ownerColumn === null || kind.declaration.partOf) return [];
  const scope = within(scopeOf(ctx, actor, kind, 'read'), ctx.access.circle(actor, `${kind.type}.read`));
  if (isNothing(scope)) return [];
  const mine = sql.join([sql`true`, ...withinScope(ctx.db.dialect, kind, scope, 'r')], sql` and `);
  const { rows } = await sql<Line>`select h.id, h.record_id, h.at, h.actor_id, h.kind, h.changes, ${sql.ref(`r.${columnOf(kind.declaration.title)}`)} as title
    from (select * from record_history where id > ${since.history} order by id desc limit ${mostLines}) h
    join ${sql.table(kind.table)} r on r.id = h.record_id
    where h.record_type = ${kind.type} and (h.actor_id is null or h.actor_id <> ${actor.personId}) and h.kind <> 'deleted'
      and r.deleted_at is null and ${mine}
    order by h.id desc limit ${mostOfKind}`.execute(ctx.db.read);
  return rows;
}

type Changes = Record<string, { from: unknown; to: unknown } | undefined>;

const changesOf = (line: Line): Changes => (line.kind === 'changed' ? (JSON.parse(line.changes) as Changes) : {});

/**
 * Names of the fields that lines, the newest first, changed, as far as people know them: what the portal keeps up to date by itself is
 * no news, nor is what was taken back since.
 */
function fieldsOf(kind: Kind, lines: readonly Line[]): Set<string> {
  const ends = new Map<string, { from: unknown; to: unknown }>();
  for (const line of lines)
    for (const [name, change] of Object.entries(changesOf(line))) if (change) ends.set(name, { from: change.from, to: (ends.get(name) ?? change).to });
  return new Set(
    [...ends].flatMap(([name, { from, to }]) => {
      const field = kind.fields.get(name);
      const isKnown = field !== undefined && (!field.readOnly || field.kind === 'choice');
      return isKnown && JSON.stringify(from) !== JSON.stringify(to) ? [name] : [];
    }),
  );
}

/** Where lines moved their record to last: the id of a stage; null where it stands as before. */
function movedTo(kind: Kind, lines: readonly Line[]): number | null {
  const { stage } = kind.declaration;
  if (stage === undefined || !fieldsOf(kind, lines).has(stage)) return null;
  const moves = lines.flatMap((line) => changesOf(line)[stage]?.to ?? []);
  return typeof moves[0] === 'number' ? moves[0] : null;
}

/** Names of the stages of a kind. */
async function stageNames(ctx: RecordContext, kind: Kind, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const field = kind.declaration.stage === undefined ? undefined : kind.fields.get(kind.declaration.stage);
  const stages = field?.kind === 'ref' ? ctx.kinds.get(field.type) : undefined;
  if (!stages || ids.length === 0) return new Map();
  const { rows } = await sql<{ id: number; name: string }>`select id, ${sql.ref(columnOf(stages.declaration.title))} as name
    from ${sql.table(stages.table)} where ${inIds(ctx.db.dialect, sql.ref('id'), ids)}`.execute(ctx.db.read);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function itemOf(kind: Kind, lines: readonly Line[], names: ReadonlyMap<number, string>, stages: ReadonlyMap<number, string>): NewsItem {
  const [newest] = lines as [Line, ...Line[]];
  const making = lines.filter((line) => line.kind === 'created');
  const fields = fieldsOf(kind, lines);
  // When it happened, and by whom, is said of what is told: of a new record that it was added, whatever was done to it afterwards.
  const told = making.length > 0 ? making : lines.filter((line) => Object.keys(changesOf(line)).some((name) => fields.has(name)));
  const people = (told.length > 0 ? told : lines).flatMap(({ actor_id: id }) => (id === null ? [] : [names.get(id) ?? '']));
  return {
    recordType: kind.type,
    recordId: newest.record_id,
    title: String(newest.title ?? newest.record_id),
    count: 1,
    uncounted: false,
    values: {},
    at: told[0]?.at ?? newest.at,
    people: [...new Set(people)].filter((name) => name !== ''),
    created: making.length > 0,
    fields: [...fields],
    stage: stages.get(movedTo(kind, lines) ?? 0) ?? null,
    notice: null,
  };
}

/** What was done to a record, beside the item that tells of it. */
interface Told {
  item: NewsItem;
  lines: readonly Line[];
  /** Not all lines of the kind were looked at. */
  isCut: boolean;
}

/** What others did to records of a kind, a record each. */
async function itemsOf(ctx: RecordContext, actor: Actor, kind: Kind, since: Since, names: ReadonlyMap<number, string>): Promise<Told[]> {
  const byRecord = new Map<number, Line[]>();
  const all = await linesOf(ctx, actor, kind, since);
  for (const line of all) byRecord.set(line.record_id, [...(byRecord.get(line.record_id) ?? []), line]);
  const groups = [...byRecord.values()];
  const stages = await stageNames(
    ctx,
    kind,
    groups.flatMap((lines) => movedTo(kind, lines) ?? []),
  );
  return groups.map((lines) => ({ item: itemOf(kind, lines, names, stages), lines, isCut: all.length === mostOfKind }));
}

/** What a record has been given last, by field. */
const givenBy = (lines: readonly Line[]): Record<string, unknown> =>
  Object.assign(
    {},
    ...lines.map(({ changes }) => Object.fromEntries(Object.entries(JSON.parse(changes) as Changes).map(([name, to]) => [name, to?.to]))).reverse(),
  );

/** What all of these have been given alike. */
function givenToAll(told: readonly Told[], fields: readonly string[]): NewsItem['values'] {
  const [first = {}, ...others] = told.map(({ lines }) => givenBy(lines));
  const alike = fields.map((name) => [name, first[name]] as const).filter(([name, value]) => others.every((given) => given[name] === value));
  return Object.fromEntries(alike.filter((pair): pair is [string, string | number] => ['string', 'number'].includes(typeof pair[1])));
}

/** Where the same was done to many records of a kind by the same people, as by changing many at once or an import, one item tells it for all. */
function together(all: readonly Told[]): NewsItem[] {
  const alike = new Map<unknown, Told[]>();
  for (const one of all) {
    const { recordType, people, created, fields, stage, notice } = one.item;
    const key = notice ?? JSON.stringify([recordType, people, created, [...fields].sort(), stage]);
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  return [...alike.values()].flatMap((told) => {
    const [newest] = told as [Told, ...Told[]];
    if (told.length <= mostAlike) return told.map(({ item }) => item);
    const { item, isCut } = newest;
    return [{ ...item, recordId: null, count: told.length, uncounted: isCut, values: givenToAll(told, item.fields) }];
  });
}

/** A notice says by itself that somebody was given many records. */
const saysGiven = ({ recordType, count, fields }: NewsItem, kind: Kind | undefined, notices: readonly NewsItem[]): boolean =>
  count > 1 && fields.length === 1 && fields[0] === kind?.declaration.owner && notices.some(({ notice }) => notice?.params.recordType === recordType);

/** A person's unread notices since then, as news. */
async function noticesSince(ctx: RecordContext, actor: Actor, since: Since): Promise<NewsItem[]> {
  const rows = await ctx.db.read
    .selectFrom('notices')
    .selectAll()
    .where('person_id', '=', actor.personId as number)
    .where('shown', '=', 1)
    .where('read_at', 'is', null)
    .where('at', '>', since.at)
    .orderBy('id', 'desc')
    .limit(mostItems + 1)
    .execute();
  return rows
    .filter(({ code }) => isNoticeCode(code))
    .map((row) => {
      const notice = toNotice(ctx.kinds, row, actor);
      const { recordType, recordId, title, at } = notice;
      return { recordType, recordId, title, count: 1, uncounted: false, values: {}, at, people: [], created: false, fields: [], stage: null, notice };
    });
}

const isAbout = (item: NewsItem, { recordType, recordId }: NewsItem): boolean =>
  recordType !== null && item.recordType === recordType && item.recordId === recordId;

/**
 * What happened since a person's last visit: in records that they may see, by the function that decides it for each kind, and that
 * concern them; and the notices that they have not read. A record comes once, with everything that happened to it.
 */
export async function newsOf(ctx: RecordContext, actor: Actor): Promise<News> {
  const since = await newSince(ctx.db.read, actor.personId as number, ctx.now());
  const upTo = await lastOfHistory(ctx.db.read);
  if (!since) return { since: null, items: [], more: false, upTo };
  const names = new Map(ctx.access.everybody().map((person) => [person.personId as number, person.name]));
  const [found, told] = await Promise.all([
    Promise.all([...ctx.kinds.values()].map((kind) => itemsOf(ctx, actor, kind, since, names))),
    noticesSince(ctx, actor, since),
  ]);
  /** Where a notice tells of it, it is told with the notice's words and time. */
  const inWordsOf = (item: NewsItem): NewsItem => {
    const notice = told.find((one) => isAbout(one, item))?.notice;
    return notice ? { ...item, at: notice.at, notice } : item;
  };
  const changed = found.flat().map((one) => ({ ...one, item: inWordsOf(one.item) }));
  const worth = together(changed.filter(({ item }) => item.created || item.fields.length > 0 || item.notice)).filter(
    (item) => !saysGiven(item, ctx.kinds.get(item.recordType ?? ''), told),
  );
  const alone = told.filter((one, n) => !changed.some(({ item }) => isAbout(item, one)) && !told.slice(0, n).some((earlier) => isAbout(earlier, one)));
  const items = [...worth, ...alone].sort((a, b) => (a.at < b.at ? 1 : -1));
  return { since: since.at, items: items.slice(0, mostItems), more: items.length > mostItems || upTo - since.history > mostLines, upTo };
}
