import { backupHealth } from '../backup/health.js';
import { sourceOf } from '../backup/source.js';
import { broken, type Check, type HealthContext, look, ok, quoted } from './finding.js';

function read({ folder, settings, backup, now }: HealthContext) {
  return backupHealth(folder, sourceOf({ folder, settings }, backup).plan, now());
}
const page = '/settings/backups';

/** The age of the newest backup. */
export const backups: Check = {
  name: 'backups',
  async look(context) {
    const { newest, isLate, failure } = await read(context);
    const fix = { command: `sede backup now --data ${quoted(context.folder)}`, page, action: 'backup' as const };
    if (failure && failure.what !== 'rehearsal') return broken(failure.what, { at: { since: failure.at }, reason: failure.reason }, fix);
    if (newest === null) return look('none', {}, fix);
    return isLate ? broken('late', { at: { since: newest } }, fix) : ok('ok', { at: { since: newest } });
  },
};

/** Whether a backup was ever restored, on trial. */
export const rehearsal: Check = {
  name: 'rehearsal',
  async look(context) {
    const { newest, proven, failure } = await read(context);
    const fix = { command: `sede backup verify --data ${quoted(context.folder)}`, page, action: 'rehearse' as const };
    if (failure?.what === 'rehearsal') return broken('failed', { at: { since: failure.at }, reason: failure.reason }, fix);
    if (!proven) return look('never', {}, newest === null ? { page } : fix);
    return ok('ok', { at: { since: proven.at }, took: { ms: proven.ms } });
  },
};
