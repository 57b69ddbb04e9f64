import type { Actor } from '../../core/access/actor.js';
import { dayIn } from '../../core/db/days.js';
import { forbidden } from '../../core/http/problem.js';
import { admit } from '../../core/records/context.js';
import type { Kind, Row } from '../../core/records/kind.js';
import type { SalesRun } from './run.js';

/** How something that was noted wrongly is taken back: `ownSlip` by whoever noted it, on that day, with the right to note such things. */
export interface TakingBack {
  ownSlip?: boolean;
}

/**
 * A slip is seen at once or by somebody who looks after the accounts: whoever noted it has that day, by the calendar of the company.
 * @returns with which right it is taken back.
 * @throws Refusal 404 where it is not there for the actor, 403 where it is no slip of theirs, naming the right that is missing.
 */
export function admitTakingBack(
  run: SalesRun,
  actor: Actor,
  kind: Kind,
  found: Row | undefined,
  { ownSlip }: TakingBack,
): { row: Row; as: 'create' | 'delete' } {
  const as = ownSlip ? 'create' : 'delete';
  const row = admit(run.records, actor, kind, found, as);
  const { timeZone } = run.settings.company();
  const isOwn = row.created_by === actor.personId && dayIn(timeZone, row.created_at as string) === dayIn(timeZone, run.now());
  if (ownSlip && !isOwn) throw forbidden(`${kind.type}.delete`);
  return { row, as };
}
