import type { Migration } from '../../server/core/db/migrate.js';

const atOnce = 1000;

/** Notices of comments that were removed say nothing any more of what stood there. */
export const removedComments: Migration = {
  name: '0024-removed-comments',
  async up(m) {
    const present = await m.q.selectFrom('comments').select('id').where('deleted_at', 'is', null).execute();
    const ids = new Set(present.map(({ id }) => id));
    for (let last = 0; ; ) {
      const notices = await m.q
        .selectFrom('notices')
        .select(['id', 'params'])
        .where('code', 'in', ['core.comment.added', 'core.comment.mentioned'])
        .where('id', '>', last)
        .orderBy('id')
        .limit(atOnce)
        .execute();
      if (notices.length === 0) return;
      last = notices.at(-1)?.id ?? last;
      for (const { id, params } of notices) {
        const { comment, ...told } = JSON.parse(params) as { comment?: number };
        if (comment === undefined || ids.has(comment)) continue;
        const now = JSON.stringify({ ...told, text: '', context: 'removed', comment });
        await m.q.updateTable('notices').set({ params: now }).where('id', '=', id).execute();
      }
    }
  },
};
