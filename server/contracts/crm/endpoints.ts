import { bulkEndpoints } from '../core/bulk.js';
import { type ById, endpoint, recordEndpoints } from '../core/endpoint.js';
import { exportEndpoints } from '../core/export.js';
import type { DraftOf, Money } from '../core/fields.js';
import type { TimelineEntry } from '../core/timeline.js';
import * as records from './records.js';

/** `true` makes a new record from the lead, `{id}` links an existing one, an object with fields overrides the lead's. */
export interface ConvertLead {
  deal?: true | Partial<DraftOf<typeof records.deal>>;
  contact?: true | { id: number };
  company?: true | { id: number };
}
export interface Converted {
  dealId: number | null;
  contactId: number | null;
  companyId: number | null;
}
/** What two records share that look like one. */
export type Likeness = 'taxId' | 'email' | 'phone' | 'name';
export interface Match {
  id: number;
  title: string;
  because: Likeness[];
}
/** Existing contacts and companies that share a phone, an e-mail or the name with the lead. */
export interface LeadMatches {
  contacts: Match[];
  companies: Match[];
}
/** What is known so far of somebody or something that is being written down; several phones or e-mails with commas between them. */
interface Typed {
  /** The record itself, where it is there already: neither it nor what it is linked with is named. */
  id?: number;
  name?: string;
  phones?: string;
  emails?: string;
}
export interface TypedLead extends Typed {
  companyName?: string;
}
export interface TypedCompany extends Typed {
  taxId?: string;
}
/** The likeliest first; at most three of a kind. */
export interface Alike {
  items: (Match & { type: 'crm.contact' | 'crm.company' })[];
}

/** Makes one of two of a kind: the older stays. */
export interface MergeClients {
  /** The one that stays. */
  into: number;
  /** What it is given; fields that are left out keep what they hold or, where that is nothing, get what the other holds. Phones and e-mails are united. */
  values?: Record<string, unknown>;
  version?: number;
  intoVersion?: number;
}
/** What could not be given back to one that had been merged and came out of the bin. */
export interface Unmerged {
  left?: {
    /** How many records name something else by now. */
    records: number;
    /** Of the one it had been merged into, that were changed since. */
    fields: string[];
  };
}

const mergingOf = <R>(plural: string, type: string) => ({
  /** The other goes into the bin, with everything that names it given to the one that stays; its restoring takes all of that back. */
  merge: endpoint<{ params: ById; body: MergeClients; reply: R }>()('POST', `/crm/${plural}/:id/merge`, `${type}.delete`),
  restore: endpoint<{ params: ById; reply: R & Unmerged }>()('POST', `/crm/${plural}/:id/restore`, `${type}.delete`),
});

const alikeOf = <T extends Typed>(plural: string, type: string) => ({
  /** Contacts and companies, not in the bin, that share a tax id, an e-mail, a phone or the name with what is typed. */
  alike: endpoint<{ query: T; reply: Alike }>()('GET', `/crm/${plural}/alike`, `${type}.read`),
});
export interface BoardColumn<T> {
  stageId: number;
  count: number;
  sums: Money[];
  items: T[];
  next: string | null;
}
export interface Board<T> {
  columns: BoardColumn<T>[];
}
export interface MoveDeal {
  stageId: number;
  lostReasonId?: number | null;
  version?: number;
}

const timelineOf = (plural: string, type: string) => ({
  timeline: endpoint<{ params: ById; query: { limit?: number; before?: number }; reply: { items: TimelineEntry[]; next: number | null } }>()(
    'GET',
    `/crm/${plural}/:id/timeline`,
    `${type}.read`,
  ),
});

export const leadEndpoints = {
  ...recordEndpoints(records.lead),
  ...bulkEndpoints(records.lead),
  ...exportEndpoints(records.lead),
  ...timelineOf('leads', 'crm.lead'),
  ...alikeOf<TypedLead>('leads', 'crm.lead'),
  /** Same filters as the list. */
  board: endpoint<{ query: Record<string, unknown>; reply: Board<records.Lead> }>()('GET', '/crm/leads/board', 'crm.lead.read'),
  move: endpoint<{ params: ById; body: MoveDeal; reply: records.Lead }>()('POST', '/crm/leads/:id/move', 'crm.lead.change'),
  matches: endpoint<{ params: ById; reply: LeadMatches }>()('GET', '/crm/leads/:id/matches', 'crm.lead.read'),
  convert: endpoint<{ params: ById; body: ConvertLead; reply: Converted }>()('POST', '/crm/leads/:id/convert', 'crm.lead.change'),
  /** As long as nothing has happened to what was made of it. */
  undoConversion: endpoint<{ params: ById; reply: records.Lead }>()('POST', '/crm/leads/:id/undo-conversion', 'crm.lead.change'),
};
/** The latest alone, and how many there are. */
export interface DealsWithoutStep {
  items: { id: number; title: string | null }[];
  total: number;
}
export const dealEndpoints = {
  ...recordEndpoints(records.deal),
  ...bulkEndpoints(records.deal),
  ...exportEndpoints(records.deal),
  ...timelineOf('deals', 'crm.deal'),
  /** One pipeline (`pipelineId`, default the default one); same filters as the list. */
  board: endpoint<{ query: Record<string, unknown>; reply: Board<records.Deal> }>()('GET', '/crm/deals/board', 'crm.deal.read'),
  /** To any stage of deals: one of another pipeline takes the deal into that pipeline. */
  move: endpoint<{ params: ById; body: MoveDeal; reply: records.Deal }>()('POST', '/crm/deals/:id/move', 'crm.deal.change'),
  /** Of the person: open, with nothing planned and nothing else to be done on "My day". */
  withoutStep: endpoint<{ reply: DealsWithoutStep }>()('GET', '/crm/deals/without-step', 'crm.deal.read'),
};
export const contactEndpoints = {
  ...recordEndpoints(records.contact),
  ...bulkEndpoints(records.contact),
  ...exportEndpoints(records.contact),
  ...timelineOf('contacts', 'crm.contact'),
  ...alikeOf<Typed>('contacts', 'crm.contact'),
  ...mergingOf<records.Contact>('contacts', 'crm.contact'),
};
export const companyEndpoints = {
  ...recordEndpoints(records.company),
  ...bulkEndpoints(records.company),
  ...exportEndpoints(records.company),
  ...timelineOf('companies', 'crm.company'),
  ...alikeOf<TypedCompany>('companies', 'crm.company'),
  ...mergingOf<records.Company>('companies', 'crm.company'),
};
export const activityEndpoints = {
  ...recordEndpoints(records.activity),
  complete: endpoint<{ params: ById; body: { result?: string }; reply: records.Activity }>()('POST', '/crm/activities/:id/complete', 'crm.activity.change'),
  /** Opens one again that was ticked off by mistake. */
  reopen: endpoint<{ params: ById; reply: records.Activity }>()('POST', '/crm/activities/:id/reopen', 'crm.activity.change'),
};
/** How many records, not in the bin and whoever's they are, name each entry; those that none names are left out. */
export interface Uses {
  items: { id: number; count: number }[];
}

/** What the removal of a stage or pipeline has moved can be taken back by `POST /bulk/:run/undo`, which brings the stage or pipeline back too; null: nothing moved. */
export interface Emptied {
  run: number | null;
}

export const pipelineEndpoints = {
  ...recordEndpoints(records.pipeline),
  /**
   * With deals in it a pipeline is deleted only with `moveTo`, another pipeline: they go to the stages of the same kind and order there. Where they are
   * many, that goes on behind the answer, which then says `movesTo`; until it is gone it takes in no others.
   */
  remove: endpoint<{ params: ById; query: { moveTo?: number }; reply: records.Pipeline & Emptied }>()('DELETE', '/crm/pipelines/:id', 'crm.pipeline.delete'),
  /** Makes it the one in which deals begin. */
  makeDefault: endpoint<{ params: ById; reply: records.Pipeline }>()('POST', '/crm/pipelines/:id/default', 'crm.pipeline.change'),
};
export const stageEndpoints = {
  ...recordEndpoints(records.stage),
  uses: endpoint<{ reply: Uses }>()('GET', '/crm/stages/uses', 'crm.stage.change'),
  /** A stage that holds records is deleted only with `moveTo`, another stage of its pipeline and semantic, where they go; many of them as for a pipeline. */
  remove: endpoint<{ params: ById; query: { moveTo?: number }; reply: records.Stage & Emptied }>()('DELETE', '/crm/stages/:id', 'crm.stage.delete'),
};
/** What names the one names the other from then on, and the one is retired; many of them as for a pipeline. */
export interface MergeInto {
  into: number;
}
/**
 * What a merger has changed can be taken back by `POST /bulk/:run/undo`, one run for each kind of record, of which the first brings the entry back too;
 * none where nothing named it. Refused with `merged-since` once what it was merged into was itself merged into another.
 */
export interface Merged {
  runs: number[];
}

export const sourceEndpoints = {
  ...recordEndpoints(records.source),
  merge: endpoint<{ params: ById; body: MergeInto; reply: records.Source & Merged }>()('POST', '/crm/sources/:id/merge', 'crm.source.delete'),
  uses: endpoint<{ reply: Uses }>()('GET', '/crm/sources/uses', 'crm.source.change'),
};
export const lostReasonEndpoints = {
  ...recordEndpoints(records.lostReason),
  merge: endpoint<{ params: ById; body: MergeInto; reply: records.LostReason & Merged }>()('POST', '/crm/lost-reasons/:id/merge', 'crm.lost-reason.delete'),
  uses: endpoint<{ reply: Uses }>()('GET', '/crm/lost-reasons/uses', 'crm.lost-reason.change'),
};
