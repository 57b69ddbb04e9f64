import type { Health } from '../../contracts/core/health.js';
import type { BackupDefaults } from '../backup/plan.js';
import type { Services } from '../services.js';
import { lookThrough } from './database.js';
import type { HealthContext, ProcessFacts, Soundness } from './finding.js';
import { type Findings, lookAtAll } from './look.js';
import { watchProcess } from './vitals.js';
import { healthInWords } from './words.js';

/** The health of the portal that runs: made once for the life of the process. */
export interface PortalHealth {
  facts(): ProcessFacts;
  context(): HealthContext;
  /** @param lateBefore see {@link HealthContext}. */
  look(lateBefore?: string): Promise<Findings>;
  inWords(findings: Findings, language: string): Health;
  /** Reads everything anew at the next look. */
  forget(): void;
  stop(): void;
}

export interface PortalHealthNeeds {
  services: Pick<Services, 'db' | 'folder' | 'settings' | 'jobs' | 'mail' | 'now'>;
  backup: BackupDefaults;
  /** Where it listens; the port is known once it does. */
  server(): { host: string; port: number };
  version: string;
  /** States of the modules as they run. */
  states(): ReadonlyMap<string, { state: string; failure: string | null }>;
}

/** The whole database is read so seldom, unless somebody asks. */
const soundForMs = 86_400_000;

export function createPortalHealth({ services, backup, server, version, states }: PortalHealthNeeds): PortalHealth {
  const { db, folder, settings, jobs, mail, now } = services;
  const vitals = watchProcess();
  let sound: { at: number; result: Promise<Soundness> } | undefined;
  const soundness = () => {
    if (!sound || Date.now() - sound.at > soundForMs) {
      const result = lookThrough(db, folder, now());
      sound = { at: Date.now(), result };
      result.catch(() => {
        sound = undefined;
      });
    }
    return sound.result;
  };
  const facts = (): ProcessFacts => ({
    ...vitals.facts(),
    version,
    port: server().port,
    slow: db.slowQueries(),
    failed: [...states()].filter(([, { state }]) => state === 'failed').map(([module, { failure }]) => ({ module, reason: failure ?? '' })),
    recurring: [...jobs.kinds().values()].filter(({ cron }) => cron !== undefined).map(({ kind }) => kind),
  });
  // What was to be brought up to date was so before it answered.
  const context = (): HealthContext => ({
    db,
    folder,
    settings,
    backup,
    server: server(),
    process: facts(),
    pending: [],
    soundness,
    settledMails: (ids) => mail.settled(db.read, ids),
    now,
  });
  return {
    facts,
    context,
    look: (lateBefore) => lookAtAll({ ...context(), ...(lateBefore === undefined ? {} : { lateBefore }) }),
    inWords: (findings, language) => healthInWords(context(), findings, language, now()),
    forget() {
      sound = undefined;
    },
    stop: vitals.stop,
  };
}
