import { interruptions } from '../modules/interruptions.js';
import { broken, type Check, look, ok } from './finding.js';

const page = '/settings/modules';

export const modules: Check = {
  name: 'modules',
  needsTables: true,
  async look({ db, process, now }) {
    const rows = await db.read.selectFrom('modules').selectAll().execute();
    // Only the process itself knows which of them did not start.
    const [failed] = typeof process === 'object' && process ? process.failed : [];
    if (failed) return broken('failed', { ...failed }, { page });
    // A portal that runs ends them itself, or is at it.
    const move = process === null ? await db.read.selectFrom('module_moves').select(['module', 'at']).executeTakeFirst() : undefined;
    if (move) return look('interrupted', { module: move.module, at: { since: move.at } }, { command: 'sede module list', page });
    const [told] = await interruptions(db, now());
    if (told) {
      const [module, { action, outcome, at }] = told;
      return look(`${action}-${outcome}`, { module, at: { since: at } }, { command: 'sede module list', page });
    }
    return ok('ok', { count: rows.filter(({ state }) => state === 'on').length });
  },
};
