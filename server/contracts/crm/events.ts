import type { EventToken } from '../../core/events/events.js';

/** A deal was closed; delivered after the commit. */
export interface DealClosed {
  dealId: number;
  stageId: number;
  actorId: number | null;
}
const dealOf = ({ dealId }: DealClosed) => ({ type: 'crm.deal', id: dealId });
export const dealWon: EventToken<DealClosed> = { name: 'crm.deal.won', record: dealOf };
export const dealLost: EventToken<DealClosed> = { name: 'crm.deal.lost', record: dealOf };

/** A lead or deal came into a stage: made there, moved there, or made from a lead. */
export interface StageEntered {
  recordType: 'crm.lead' | 'crm.deal';
  recordId: number;
  stageId: number;
  at: string;
  actorId: number | null;
  /** Moved together with many others: nobody is told of each. */
  isOneOfMany?: true;
}
export const stageEntered: EventToken<StageEntered> = { name: 'crm.stage.entered' };
