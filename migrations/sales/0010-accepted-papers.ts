import type { Migration } from '../../server/core/db/migrate.js';

/** With the answer of a client: the paper that was accepted among the files of its quote, and from whom and to whom it was then, as JSON. */
export const acceptedPapers: Migration = {
  name: '0010-accepted-papers',
  async up(m) {
    await m.addColumn('sales_quote_answers', 'paper_id', 'int?');
    await m.addColumn('sales_quote_answers', 'parties', 'text?');
    await m.createIndex('sales_quote_answers_by_paper', 'sales_quote_answers', ['paper_id'], { where: 'paper_id is not null' });
  },
};
