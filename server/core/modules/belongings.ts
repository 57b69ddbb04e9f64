import { type RawBuilder, sql } from 'kysely';
import { commentType } from '../comments/comment.js';
import type { Dialect } from '../db/database.js';
import { inTexts } from '../db/fragments.js';
import type { Tables } from '../db/tables.js';
import type { Manifest } from '../kernel/manifest.js';
import { mailType } from '../mail/mailer.js';

/** Whose data it is about; what a manifest says is enough, the module's code need not be there. */
export type Holder = Pick<Manifest, 'id' | 'owns' | 'permissions'>;

type Where = (of: Holder, dialect: Dialect) => RawBuilder<boolean>;

/** Rows of a table of core that belong to a module or to its records. */
export interface Belonging {
  table: keyof Tables & string;
  where: Where;
  /**
   * `carried`: goes into the archive and comes back with it. `passing`: only what was under way, or a log that empties itself;
   * it goes and does not come back. `kept`: goes into the archive, and stays here too.
   */
  fate: 'carried' | 'passing' | 'kept';
  /** Columns with ids of people. */
  people?: readonly string[];
  /** Columns with ids of another table of core whose rows are carried as well. */
  refers?: Readonly<Record<string, string>>;
  /** Rows come back only where this row is still there: column → table. */
  needs?: Readonly<Record<string, 'hand_overs' | 'roles'>>;
}

const prefixed = (column: string, { id }: Holder) => sql<boolean>`${sql.ref(column)} like ${`${id}.%`}`;
const ofType: Where = ({ owns }, dialect) => inTexts(dialect, sql.ref('record_type'), owns.records);
const either = (...conditions: RawBuilder<boolean>[]) => sql<boolean>`(${sql.join(conditions, sql` or `)})`;
const under = (column: string, table: string, where: RawBuilder<boolean>, key = 'id') =>
  sql<boolean>`${sql.ref(column)} in (select ${sql.ref(key)} from ${sql.table(table)} where ${where})`;

const entries: Where = (of, dialect) => either(ofType(of, dialect), prefixed('kind', of));
const history: Where = ofType;
const imports: Where = (of) => sql<boolean>`module = ${of.id}`;
const runs: Where = ofType;
const happened: Where = (of) => prefixed('name', of);

/** What is no record and holds files: the table in which it lies, by the type under which they are bound. */
export const heldIn: Readonly<Record<string, 'comments' | 'mails'>> = { [commentType]: 'comments', [mailType]: 'mails' };

/**
 * What of core belongs to a module: archive, purge, attaching, the proof that nothing is left and the counts all go by this list.
 * In the order in which rows can go: what is found through another row goes before that.
 */
export const belongings: readonly Belonging[] = [
  {
    table: 'files',
    // Those of comments and mails are bound to these (see files/parents).
    where: (of, dialect) => {
      const held = Object.entries(heldIn).map(([type, table]) => sql<boolean>`(record_type = ${type} and ${under('record_id', table, ofType(of, dialect))})`);
      return either(ofType(of, dialect), ...held);
    },
    fate: 'carried',
    people: ['created_by'],
  },
  {
    table: 'comments',
    where: ofType,
    fate: 'carried',
    people: ['author_id', 'deleted_by'],
    refers: { entry_id: 'timeline_entries' },
  },
  {
    table: 'timeline_links',
    where: (of, dialect) => either(ofType(of, dialect), under('entry_id', 'timeline_entries', entries(of, dialect))),
    fate: 'carried',
    refers: { entry_id: 'timeline_entries' },
  },
  // What a module noted on the timeline of another's record can be read by its own code only, so it goes along.
  { table: 'timeline_entries', where: entries, fate: 'carried', people: ['actor_id'] },
  { table: 'handed_records', where: ofType, fate: 'carried', refers: { history_id: 'record_history' }, needs: { hand_over_id: 'hand_overs' } },
  { table: 'import_changes', where: (of, dialect) => under('import_id', 'imports', imports(of, dialect)), fate: 'passing' },
  { table: 'import_errors', where: (of, dialect) => under('import_id', 'imports', imports(of, dialect)), fate: 'passing' },
  { table: 'imports', where: imports, fate: 'passing' },
  { table: 'record_history', where: history, fate: 'carried', people: ['actor_id'] },
  { table: 'record_counters', where: ofType, fate: 'carried', people: ['owner_id'] },
  { table: 'search_queue', where: ofType, fate: 'passing' },
  { table: 'search_entries', where: ofType, fate: 'carried', people: ['owner_id'] },
  { table: 'search_comments', where: ofType, fate: 'carried', people: ['owner_id'], refers: { comment_id: 'comments' } },
  { table: 'bin_entries', where: ofType, fate: 'carried', people: ['owner_id', 'deleted_by'] },
  { table: 'view_defaults', where: ofType, fate: 'carried', people: ['person_id'], refers: { view_id: 'saved_views' } },
  { table: 'saved_views', where: ofType, fate: 'carried', people: ['person_id'] },
  { table: 'bulk_items', where: (of, dialect) => under('run_id', 'bulk_runs', runs(of, dialect)), fate: 'passing' },
  { table: 'bulk_left', where: (of, dialect) => under('run_id', 'bulk_runs', runs(of, dialect)), fate: 'passing' },
  { table: 'bulk_ids', where: (of, dialect) => under('run_id', 'bulk_runs', runs(of, dialect)), fate: 'passing' },
  { table: 'bulk_runs', where: runs, fate: 'passing' },
  {
    table: 'notices',
    where: (of, dialect) => either(sql<boolean>`(record_type is not null and ${ofType(of, dialect)})`, prefixed('code', of)),
    fate: 'carried',
    people: ['person_id'],
  },
  { table: 'mails', where: (of, dialect) => sql<boolean>`(record_type is not null and ${ofType(of, dialect)})`, fate: 'carried', people: ['sender_id'] },
  { table: 'sample_records', where: ofType, fate: 'carried' },
  { table: 'webhook_deliveries', where: ofType, fate: 'passing' },
  {
    table: 'event_deliveries',
    where: (of, dialect) => either(prefixed('handler', of), under('event_id', 'events', happened(of, dialect))),
    fate: 'passing',
  },
  { table: 'events', where: happened, fate: 'passing' },
  {
    table: 'jobs',
    where: (of, dialect) => either(prefixed('kind', of), sql<boolean>`(kind = 'core.reindex-kind' and ${inTexts(dialect, sql.ref('key'), of.owns.records)})`),
    fate: 'carried',
  },
  { table: 'job_runs', where: (of) => prefixed('kind', of), fate: 'passing' },
  { table: 'idempotency_keys', where: (of) => sql<boolean>`module = ${of.id}`, fate: 'passing' },
  { table: 'role_grants', where: (of) => prefixed('permission', of), fate: 'carried', needs: { role_id: 'roles' } },
  { table: 'settings', where: (of) => prefixed('key', of), fate: 'carried' },
  // An invoice number is not given twice, whatever became of the module meanwhile; it names nobody.
  { table: 'number_sequences', where: (of) => prefixed('name', of), fate: 'kept' },
  { table: 'migrations', where: (of) => sql<boolean>`module = ${of.id}`, fate: 'carried' },
];

/** Tables of core that hold nothing of a module, and why. A test fails when a table of core is in neither list. */
export const coreOnly: Readonly<Record<string, string>> = {
  modules: 'that a module was here is what remains of it',
  module_moves: 'what is under way with the data of a module',
  id_marks: 'the mark that remains, so that no id is given twice',
  audit: 'who did what, with ids and no personal values; it is only ever added to',
  erasures: 'who was erased, by id: what comes back from an archive is erased again',
  health_samples: 'figures of the disk',
  health_states: 'what the health checks said last, by name of the check',
  departments: 'people',
  people: 'people',
  person_roles: 'people',
  roles: 'a role has grants of many modules, each a row of role_grants',
  sessions: 'people',
  invites: 'people',
  api_tokens: 'a token is a person’s; the rights of a module are taken out of its scopes and put back, see token-scopes',
  uploads: 'what is on its way belongs to nothing yet',
  hand_overs: 'that somebody’s work went to somebody; its records are rows of handed_records',
  notice_settings: 'what a person wants to be told, by code of notice: no record is named',
  visits: 'up to where a person has seen what is new',
  first_steps_dismissed: 'people',
  webhooks: 'an administrator’s wish, by names of events: no record is named',
};
