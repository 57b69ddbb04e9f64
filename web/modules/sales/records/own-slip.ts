import { useMayFor, useSession } from '../../../core/session.js';
import { dayOf } from '../../../ui/format.js';

interface Noted {
  ownerId: number | null;
  createdBy: number | null;
  createdAt: string;
}

/** Whether the person noted it today, by the calendar of the company, and so may take it back without the right to delete. */
export function useIsOwnSlip(kind: 'payment' | 'shipment'): (of: Noted) => boolean {
  const mayFor = useMayFor();
  const { person, company } = useSession();
  const dayThere = (at: Date) => dayOf(at, company.timeZone);
  return ({ createdBy, createdAt, ownerId }) =>
    mayFor(`sales.${kind}.create`, ownerId) && createdBy === person.id && dayThere(new Date(createdAt)) === dayThere(new Date());
}
