import { broken, type Check, ok } from './finding.js';

export const modules: Check = {
  name: 'modules',
  async look({ db, process }) {
    const rows = await db.read.selectFrom('modules').selectAll().execute();
    // Only the process itself knows which of them did not start.
    const [failed] = typeof process === 'object' && process ? process.failed : [];
    if (failed) return broken('failed', { ...failed }, { page: '/settings/modules' });
    return ok('ok', { count: rows.filter(({ state }) => state === 'on').length });
  },
};
