import i18next from 'i18next';
import { binEndpoints } from '../../../server/contracts/core/bin.js';
import { call } from '../api.js';
import { recordsName } from '../module-words.js';

/** So many can be asked about in one call; who deletes more is told of the first. */
const atOnce = 200;

/** What points at records that are about to be deleted, in a sentence; empty where nothing does or it cannot be found out now. */
export async function usesInWords(type: string, ids: readonly number[]): Promise<string> {
  try {
    const { items } = await call(binEndpoints.uses, { query: { type, ids: ids.slice(0, atOnce).join(',') } });
    if (items.length === 0) return '';
    const kinds = items.map(({ type: kind, count, some }) => {
      const names = some.flatMap(({ title }) => (title === null ? [] : [title]));
      const few = count > names.length ? [...names, '…'] : names;
      return `${recordsName(kind)}: ${count}${names.length > 0 ? ` (${few.join(', ')})` : ''}`;
    });
    return i18next.t('core:bin.uses', { count: ids.length, list: kinds.join(' · ') });
  } catch {
    // Deleting can be taken back; not knowing is no reason to keep somebody from it.
    return '';
  }
}
