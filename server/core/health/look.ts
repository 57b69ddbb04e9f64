import { type HealthCheckName, type HealthState, healthChecks } from '../../contracts/core/health.js';
import { backups, rehearsal } from './backups.js';
import { clock } from './clock.js';
import { database, storedFiles, tables } from './database.js';
import { disk } from './disk.js';
import { type Check, type Finding, type HealthContext, look } from './finding.js';
import { folderRights } from './folder.js';
import { mail } from './mail.js';
import { modules } from './modules.js';
import { certificate, port, queries, running } from './process.js';
import { queues, scheduler } from './queues.js';

const checks: readonly Check[] = [
  database,
  tables,
  storedFiles,
  modules,
  disk,
  folderRights,
  backups,
  rehearsal,
  mail,
  queues,
  scheduler,
  queries,
  running,
  clock,
  port,
  certificate,
];

export type Findings = ReadonlyMap<HealthCheckName, Finding>;

/** What went wrong, in the words of the system: a code where there is one. */
const reasonOf = (error: unknown): string => (error as { code?: string }).code ?? (error as Error).message;

/** Runs every check, one after the other; that one cannot be made is a finding, too. Changes nothing and asks no outside host. */
export async function lookAtAll(context: HealthContext): Promise<Findings> {
  const findings = new Map<HealthCheckName, Finding>();
  const isOlder = context.pending.some((name) => name.startsWith('core '));
  for (const name of healthChecks) {
    const check = checks.find((one) => one.name === name) as Check;
    if (isOlder && check.needsTables) continue;
    try {
      findings.set(name, await check.look(context));
    } catch (error) {
      findings.set(name, look('failed-to-look', { reason: reasonOf(error) }));
    }
  }
  return findings;
}

const rank: Readonly<Record<HealthState, number>> = { ok: 0, look: 1, broken: 2 };

export const worstOf = (states: Iterable<HealthState>): HealthState => [...states].reduce((worst, one) => (rank[one] > rank[worst] ? one : worst), 'ok');
