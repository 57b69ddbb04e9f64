import type { AuditFilter } from '../../../../server/contracts/core/audit.js';
import { fromZoned } from '../../../ui/zone.js';

/** The filter as it stands in the address, days instead of instants. */
export type Asked = Readonly<Record<string, string | undefined>>;

/** From the first moment of one day until the last of the other, as the reader's clock shows them. */
export function filterOf({ person, action, target, from, to, q }: Asked, timeZone: string): AuditFilter {
  const first = from ? fromZoned(`${from}T00:00`, timeZone) : null;
  const last = to ? fromZoned(`${to}T23:59`, timeZone) : null;
  return {
    ...(person ? { personId: Number(person) } : {}),
    ...(action ? { action } : {}),
    ...(target ? { target } : {}),
    ...(q?.trim() ? { q: q.trim() } : {}),
    ...(first ? { from: first } : {}),
    ...(last ? { to: new Date(Date.parse(last) + 59_999).toISOString() } : {}),
  };
}
