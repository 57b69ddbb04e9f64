import { sql } from 'kysely';
import { type FirstStep, hasOwn } from '../../core/first-steps/point.js';
import { productKind, quoteKind } from './kinds.js';

export const firstSteps: FirstStep[] = [
  { id: 'sales.products', right: 'sales.product.create', isDone: (q) => hasOwn(q, productKind) },
  { id: 'sales.quote', right: 'sales.quote.create', isDone: (q) => hasOwn(q, quoteKind, sql`r.status <> 'draft'`) },
];
