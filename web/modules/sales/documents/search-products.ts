import { productEndpoints } from '../../../../server/contracts/sales/endpoints.js';
import { call } from '../../../core/api.js';
import type { ProductHit } from '../../../ui/rows/edit-row.js';

/** Products of the catalogue that are offered, found by words of their name or code. */
export async function searchProducts(words: string): Promise<ProductHit[]> {
  const { items } = await call(productEndpoints.list, { query: { ...(words.trim() ? { q: words.trim() } : {}), isActive: true, limit: 12 } });
  return items.map(({ id, name, unit, price, taxRate, code, series }) => ({
    productId: id,
    name,
    unit,
    price,
    taxRate: taxRate ?? 0,
    ...(code || series ? { note: [code, series].filter(Boolean).join(' · ') } : {}),
  }));
}
