import type { Company } from '../../contracts/core/company.js';
import type { NoticeChoice } from '../../contracts/core/notices.js';
import type { Database, Tx } from '../db/database.js';

/** Every setting there is, by key, with its type. Modules add theirs by declaration merging. */
export interface SettingValues {
  /** Which portal this is; a restored backup is the same one. */
  'portal.id': string;
  /** Present once the portal is set up. */
  'portal.setUpAt': string;
  company: Company;
  /** SMTP address with its password encrypted, see mail/transport. */
  mail: { smtp: string; from: string };
  /** By kind of notice: how everybody is told who has not chosen; what is not named is as the kind says. */
  notices: Record<string, NoticeChoice>;
  /** Kind of record → version of the words under which its records are found, see search/reindex. */
  'search.words': Record<string, number>;
  /** Answers of a set-up that is under way, without the password. */
  'setup.answers': unknown;
}

export interface Settings {
  get<K extends keyof SettingValues>(key: K): SettingValues[K] | undefined;
  set<K extends keyof SettingValues>(tx: Tx, key: K, value: SettingValues[K]): Promise<void>;
  remove(tx: Tx, key: keyof SettingValues): Promise<void>;
  /** The company. @throws Error before set-up. */
  company(): Company;
  reload(): Promise<void>;
}

/** Settings are read all the time and seldom written: kept in memory, changed when the commit has succeeded. */
export async function createSettings(db: Database): Promise<Settings> {
  let values = new Map<string, unknown>();
  const reload = async () => {
    const rows = await db.read.selectFrom('settings').selectAll().execute();
    values = new Map(rows.map((row) => [row.key, JSON.parse(row.value)]));
  };
  await reload();
  return {
    get: <K extends keyof SettingValues>(key: K) => values.get(key) as SettingValues[K] | undefined,
    async set(tx, key, value) {
      const text = JSON.stringify(value);
      await tx.q
        .insertInto('settings')
        .values({ key, value: text })
        .onConflict((oc) => oc.column('key').doUpdateSet({ value: text }))
        .execute();
      tx.afterCommit(() => values.set(key, value));
    },
    async remove(tx, key) {
      await tx.q.deleteFrom('settings').where('key', '=', key).execute();
      tx.afterCommit(() => values.delete(key));
    },
    company() {
      const company = values.get('company') as Company | undefined;
      if (!company) throw new Error('The portal is not set up yet');
      return company;
    },
    reload,
  };
}
