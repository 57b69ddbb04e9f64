import type { Backups } from '../../contracts/core/backups.js';
import { backupHealth } from '../backup/health.js';
import { secondFolder } from '../backup/second-folder.js';
import { sourceOf } from '../backup/source.js';
import { broken, type Check, type Finding, type HealthContext, look, ok, quoted } from './finding.js';

function read({ folder, settings, backup, now }: HealthContext) {
  return backupHealth(folder, sourceOf({ folder, settings }, backup).plan, now());
}
const page = '/settings/backups';

/** What keeps backups from the second folder now, whether or not one has failed by it yet. */
function secondFault(second: Backups['second'], folder: string): Finding | null {
  if (second === null || second.state === 'ok') return null;
  const { state, path } = second;
  const data = `--data ${quoted(folder)}`;
  const commands = {
    away: `sede backup now ${data}`,
    'read-only': `sede backup now ${data}`,
    foreign: `sede backup plan --second FOLDER ${data}`,
    elsewhere: `sede backup plan --second ${quoted(path)} ${data}`,
    key: `sede backup key ${data}`,
  };
  return broken(`second-${state}`, { path }, { command: commands[state], page });
}

/** The age of the newest backup, and whether it reaches the second folder. */
export const backups: Check = {
  name: 'backups',
  async look(context) {
    const { folder, settings, backup } = context;
    const [{ newest, isLate, failures }, second] = await Promise.all([read(context), secondFolder(sourceOf({ folder, settings }, backup))]);
    const fault = secondFault(second, folder);
    const fix = { command: `sede backup now --data ${quoted(folder)}`, page, action: 'backup' as const };
    // What is so now says more than that a backup failed by it.
    if (fault && !failures.some(({ what }) => what === 'backup')) return fault;
    const failure = failures.find(({ what }) => what !== 'rehearsal');
    // Nothing is broken by it: the next one settles it. Where room has to be made first, asking for one at once leads nowhere.
    const mend = failure?.why === 'second-full' ? { command: `sede backup plan --data ${quoted(folder)}`, page } : fix;
    if (failure) return (failure.why === 'interrupted' ? look : broken)(failure.what, { at: { since: failure.at }, reason: failure }, mend);
    if (newest === null) return look('none', {}, fix);
    if (isLate) return broken('late', { at: { since: newest } }, fix);
    if (second && second.open > 0) return look('second-open', { path: second.path, count: second.open }, fix);
    return ok('ok', { at: { since: newest } });
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
