import type { Migration } from '../../server/core/db/migrate.js';
import type { Column, Schema } from '../../server/core/db/schema.js';

const live = 'deleted_at is null';

/** A record's table with the two indexes that its lists walk for each sortable column. */
async function recordTable(m: Schema, name: string, columns: Record<string, Column>, sortable: readonly string[]): Promise<void> {
  const system = { created_at: 'text', created_by: 'int?', updated_at: 'text', deleted_at: 'text?' } as const;
  await m.createTable(name, { columns: { id: 'id', version: 'int', ...columns, ...system } });
  const hasOwner = 'owner_id' in columns;
  for (const column of ['created_at', ...sortable]) {
    await m.createIndex(`${name}_by_${column}`, name, [column, 'id', ...(hasOwner ? ['owner_id'] : [])], { where: live });
    if (hasOwner) await m.createIndex(`${name}_by_owner_${column}`, name, ['owner_id', column, 'id'], { where: live });
  }
}

const documentColumns = {
  number: 'text?',
  status: 'text?',
  terms: 'text?',
  deal_id: 'int?',
  company_id: 'int?',
  contact_id: 'int?',
  owner_id: 'int?',
  net: 'int?',
  tax: 'int?',
  total: 'int?',
  currency: 'text?',
  sent_at: 'text?',
} as const;

export const base: Migration = {
  name: '0001-base',
  async up(m) {
    await recordTable(
      m,
      'sales_products',
      { name: 'text', code: 'text?', series: 'text?', unit: 'text?', price: 'int', currency: 'text', tax_rate: 'int?', description: 'text?', is_active: 'int' },
      ['price'],
    );
    await m.createIndex('sales_products_by_code', 'sales_products', ['code', 'id'], { where: live });
    await recordTable(m, 'sales_quotes', { ...documentColumns, valid_until: 'text?', accepted_at: 'text?', accepted_by: 'text?' }, ['total']);
    await recordTable(m, 'sales_invoices', { ...documentColumns, due_on: 'text?', quote_id: 'int?', paid: 'int?', due: 'int?' }, ['total', 'due_on']);
    await recordTable(
      m,
      'sales_payments',
      { invoice_id: 'int', deal_id: 'int?', amount: 'int', currency: 'text', day: 'text?', method: 'text?', owner_id: 'int?' },
      ['day'],
    );
    await recordTable(m, 'sales_shipments', { number: 'text?', deal_id: 'int?', invoice_id: 'int?', day: 'text?', tracking: 'text?', owner_id: 'int?' }, []);
    for (const table of ['sales_quotes', 'sales_invoices', 'sales_payments', 'sales_shipments'])
      await m.createIndex(`${table}_by_deal`, table, ['deal_id', 'id'], { where: live });
    // Numbers are given in the transaction that makes the document; should that ever fail, the database says so.
    for (const table of ['sales_quotes', 'sales_invoices', 'sales_shipments']) await m.createIndex(`${table}_by_number`, table, ['number'], { unique: true });
    await m.createIndex('sales_invoices_by_quote', 'sales_invoices', ['quote_id', 'id'], { where: live });
    await m.createIndex('sales_payments_by_invoice', 'sales_payments', ['invoice_id', 'id'], { where: live });

    await m.createTable('sales_rows', {
      columns: {
        id: 'id',
        document_type: 'text',
        document_id: 'int',
        position: 'int',
        product_id: 'int?',
        name: 'text',
        unit: 'text?',
        quantity: 'int',
        price: 'int',
        currency: 'text',
        discount: 'int',
        tax_rate: 'int',
        net: 'int',
        tax: 'int',
      },
    });
    await m.createIndex('sales_rows_by_document', 'sales_rows', ['document_type', 'document_id', 'position']);
    await m.createTable('sales_shipment_rows', {
      columns: { id: 'id', shipment_id: { type: 'int', references: 'sales_shipments' }, position: 'int', row_id: 'int?', name: 'text', quantity: 'int' },
    });
    await m.createIndex('sales_shipment_rows_by_shipment', 'sales_shipment_rows', ['shipment_id', 'position']);
    await m.createIndex('sales_shipment_rows_by_row', 'sales_shipment_rows', ['row_id']);

    await m.createTable('sales_links', {
      columns: { document_type: 'text', document_id: 'int', token_hash: 'text', sealed_token: 'text' },
      primaryKey: ['document_type', 'document_id'],
      unique: [['token_hash']],
    });
    await m.createTable('sales_quote_answers', {
      columns: {
        id: 'id',
        quote_id: { type: 'int', references: 'sales_quotes' },
        at: 'text',
        answer: 'text',
        name: 'text',
        address: 'text?',
        person_id: 'int?',
        reason: 'text?',
      },
    });
    await m.createIndex('sales_quote_answers_by_quote', 'sales_quote_answers', ['quote_id', 'id']);
  },
};
