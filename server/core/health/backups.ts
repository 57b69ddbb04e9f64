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
    const { newest, isLate, failures } = await read(context);
    const fix = { command: `sede backup now --data ${quoted(context.folder)}`, page, action: 'backup' as const };
    const failure = failures.find(({ what }) => what !== 'rehearsal');
    // Nothing is broken by it: the next one settles it.
    if (failure) return (failure.why === 'interrupted' ? look : broken)(failure.what, { at: { since: failure.at }, reason: failure }, fix);
    if (newest === null) return look('none', {}, fix);
    return isLate ? broken('late', { at: { since: newest } }, fix) : ok('ok', { at: { since: newest } });
  },
};

/** Whether a backup was ever restored, on trial. */
export const rehearsal: Check = {
  name: 'rehearsal',
  async look(context) {
    const { newest, newestProven, proven, failures } = await read(context);
    const fix = { command: `sede backup verify --data ${quoted(context.folder)}`, page, action: 'rehearse' as const };
    const failure = failures.find(({ what }) => what === 'rehearsal');
    if (failure) return (failure.why === 'interrupted' ? look : broken)('failed', { at: { since: failure.at }, reason: failure }, fix);
    if (!proven) return look('never', {}, newest === null ? { page } : fix);
    return ok(newestProven ? 'ok' : 'older', { at: { since: proven.at }, took: { ms: proven.ms } });
  },
};
