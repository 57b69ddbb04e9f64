import { Type } from 'typebox';
import type { DocumentRow, DraftRow } from '../../../contracts/sales/records.js';
import { visible } from '../../../core/http/visible.js';
import { fieldSchema, moneySchema } from '../../../core/records/schemas.js';

const id = { type: ['integer', 'null'], minimum: 1, maximum: Number.MAX_SAFE_INTEGER };
const text = (max: number, least = 0) => ({ type: 'string', maxLength: max, ...(least > 0 ? { minLength: least, pattern: visible } : {}) });

const rowSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'quantity', 'price'],
  properties: {
    productId: id,
    name: text(1000, 1),
    unit: { type: ['string', 'null'], maxLength: 20 },
    quantity: fieldSchema({ kind: 'quantity' }),
    price: moneySchema,
    discountPercent: { type: 'number', minimum: 0, maximum: 100, maxDecimals: 2, description: 'Percent, with at most two decimal places.' },
    taxRate: fieldSchema({ kind: 'percent' }),
  },
};

/** Rows of a deal, quote or invoice in a body; that there is at least one is checked where it is needed. */
export const rowsSchema = Type.Unsafe<DraftRow[]>({ type: 'array', maxItems: 500, items: rowSchema });
/** Rows as they are answered; described in the API's documentation. */
export const rowsReply = Type.Unsafe<DocumentRow[]>({
  type: 'array',
  items: {
    type: 'object',
    properties: { id: { type: 'integer' }, ...rowSchema.properties, net: moneySchema, tax: moneySchema },
  },
});
export const moneyBody = Type.Unsafe<{ amount: number; currency: string }>(moneySchema);
export const idBody = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const optionalId = Type.Optional(Type.Unsafe<number | null>(id));
export const optionalDay = Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'], format: 'date' }));
export const optionalText = (max: number) => Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: max }));
export const oneOf = <T extends string>(options: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: [...options] });
