import type { Migration } from '../../server/core/db/migrate.js';

/** Whether a file is some deal's contract is asked every night. */
export const contractFiles: Migration = {
  name: '0006-contract-files',
  async up(m) {
    await m.createIndex('crm_deals_by_contract_file', 'crm_deals', ['contract_file_id'], { where: 'contract_file_id is not null' });
  },
};
