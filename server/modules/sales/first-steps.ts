import { sql } from 'kysely';
import { countOwn, type FirstStep, hasMade } from '../../core/first-steps/point.js';
import { productKind, quoteKind } from './kinds.js';

export const firstSteps: FirstStep[] = [
  { id: 'sales.products', right: 'sales.product.create', forAll: true, isDone: async (q) => (await countOwn(q, productKind, 1)) > 0 },
  { id: 'sales.quote', right: 'sales.quote.create', isDone: (q, personId) => hasMade(q, quoteKind, personId, sql`r.status <> 'draft'`) },
];
