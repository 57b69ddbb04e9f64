import type { Field } from '../../contracts/core/fields.js';
import { listedFields, operatorsOf } from '../records/filters.js';
import type { Kind } from '../records/kind.js';
import { relativeWords } from '../records/relative.js';
import { fieldSchema } from '../records/schemas.js';

/** How a field is written in the address: amounts in minor units, everything else as in JSON. */
const inAddress = (field: Field): Record<string, unknown> => {
  if (field.kind === 'money') return { type: 'integer' };
  if (field.kind === 'channels' || field.kind === 'json') return { type: 'string' };
  if (field.kind === 'people') return { type: 'integer', minimum: 1 };
  if (field.kind === 'words') return { type: 'string', maxLength: field.max };
  return fieldSchema(field);
};

/** What is said of a filter in words. */
interface FilterWords {
  operators(names: string): string;
  relative(words: string): string;
}

/** The query parameters of a list: what every list takes, and a filter for each field, with the other operators it has. */
export function listParameters(kind: Kind, say: FilterWords): Record<string, unknown>[] {
  const fields = listedFields(kind);
  const sorts = fields.filter(([, field]) => field.sortable).flatMap(([name]) => [name, `-${name}`]);
  const common: [string, Record<string, unknown>][] = [
    ['limit', { type: 'integer', minimum: 1, maximum: 200, default: 50 }],
    ['after', { type: 'string' }],
    ['sort', { type: 'string', enum: sorts, default: '-createdAt' }],
    ['q', { type: 'string', maxLength: 200 }],
    ['total', { type: 'boolean', default: false }],
  ];
  const filters = fields
    .filter(([, field]) => field.filterable)
    .map(([name, field]) => {
      const operators = operatorsOf(field.kind);
      const [plain, others] = operators.includes('eq') ? [name, operators.filter((one) => one !== 'eq')] : [`${name}.${operators[0]}`, operators.slice(1)];
      const words = relativeWords(field.kind);
      const said = [
        ...(others.length > 0 ? [say.operators(others.map((one) => `${name}.${one}`).join(', '))] : []),
        ...(words.length > 0 ? [say.relative(words.join(', '))] : []),
      ];
      const schema = words.length > 0 ? { anyOf: [inAddress(field), { type: 'string', enum: words }] } : inAddress(field);
      return { name: plain, in: 'query', schema, ...(said.length > 0 ? { description: said.join(' ') } : {}), 'x-operators': operators };
    });
  return [...common.map(([name, schema]) => ({ name, in: 'query', schema })), ...filters];
}

/** Answer of a list: a page of records. */
export const pageSchema = (record: Record<string, unknown>) => ({
  type: 'object',
  required: ['items', 'next'],
  properties: {
    items: { type: 'array', items: record },
    next: { type: ['string', 'null'] },
    total: { type: 'integer' },
    sums: {
      type: 'array',
      items: {
        type: 'object',
        required: ['currency', 'count', 'amount'],
        properties: { currency: { type: 'string' }, count: { type: 'integer' }, amount: { type: 'integer' } },
      },
    },
  },
});
