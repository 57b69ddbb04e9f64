import { broken, type Check, ok } from './finding.js';

export const modules: Check = {
  name: 'modules',
  async look({ db }) {
    const rows = await db.read.selectFrom('modules').selectAll().execute();
    const failed = rows.find(({ state }) => state === 'failed');
    if (failed) return broken('failed', { module: failed.id, reason: failed.failure ?? '' }, { page: '/settings/modules' });
    return ok('ok', { count: rows.filter(({ state }) => state === 'on').length });
  },
};
