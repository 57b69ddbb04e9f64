import { declareRecord, type RecordOf } from '../core/fields.js';
import type { Priority } from '../tasks/records.js';

/** What comes next, kept on the record so that lists and boards need no second query: a planned activity, or a record of another module. */
const nextStep = {
  nextActivityAt: { kind: 'instant', readOnly: true, filterable: true },
  /** Null: nothing is planned. */
  nextActivityKind: { kind: 'choice', options: ['call', 'meeting', 'mail', 'todo', 'task'], readOnly: true, filterable: true },
  /** Null for a record of another module: not everybody who sees this one may see that. */
  nextActivityTitle: { kind: 'text', max: 250, readOnly: true, personal: true },
  /** The record of another module that comes next. */
  nextStepType: { kind: 'text', max: 80, readOnly: true },
  nextStepId: { kind: 'int', readOnly: true },
} as const;

/** Where the records go that stand in it or name it, while it is being emptied before it is removed; null otherwise. It takes in no others then. */
const leaving = <T extends string>(type: T) =>
  ({
    movesTo: { kind: 'ref', type, readOnly: true },
    /** How many there were when that began. */
    movesTotal: { kind: 'int', readOnly: true },
  }) as const;

const channels = {
  phones: { kind: 'channels', of: 'phone', importable: true, searchable: true, personal: true },
  emails: { kind: 'channels', of: 'email', importable: true, searchable: true, personal: true },
} as const;

export const lead = declareRecord({
  type: 'crm.lead',
  module: 'crm',
  plural: 'leads',
  table: 'crm_leads',
  title: 'title',
  owner: 'ownerId',
  stage: 'stageId',
  samePerson: ['contactId'],
  sum: 'amount',
  fields: {
    title: { kind: 'text', max: 250, required: true, searchable: true, importable: true, personal: true },
    firstName: { kind: 'text', max: 120, searchable: true, importable: true, personal: true },
    lastName: { kind: 'text', max: 120, searchable: true, importable: true, personal: true },
    companyName: { kind: 'text', max: 250, searchable: true, importable: true, personal: true },
    position: { kind: 'text', max: 120, importable: true, personal: true },
    ...channels,
    stageId: { kind: 'ref', type: 'crm.stage', filterable: true },
    amount: { kind: 'money', filterable: true, sortable: true, importable: true },
    sourceId: { kind: 'ref', type: 'crm.source', filterable: true, importable: true },
    ownerId: { kind: 'person', filterable: true, importable: true },
    address: { kind: 'text', max: 500, importable: true, personal: true },
    comments: { kind: 'longText', max: 20_000, searchable: true, importable: true, personal: true },
    dealId: { kind: 'ref', type: 'crm.deal', readOnly: true, filterable: true },
    contactId: { kind: 'ref', type: 'crm.contact', readOnly: true, filterable: true },
    companyId: { kind: 'ref', type: 'crm.company', readOnly: true, filterable: true },
    closedAt: { kind: 'instant', readOnly: true, filterable: true },
    lostReasonId: { kind: 'ref', type: 'crm.lost-reason', readOnly: true, filterable: true },
    ...nextStep,
  },
});
export type Lead = RecordOf<typeof lead>;

export const deal = declareRecord({
  type: 'crm.deal',
  module: 'crm',
  plural: 'deals',
  table: 'crm_deals',
  title: 'title',
  owner: 'ownerId',
  stage: 'stageId',
  sum: 'amount',
  fields: {
    title: { kind: 'text', max: 250, required: true, searchable: true, importable: true },
    pipelineId: { kind: 'ref', type: 'crm.pipeline', createOnly: true, filterable: true },
    stageId: { kind: 'ref', type: 'crm.stage', createOnly: true, filterable: true, importable: true },
    amount: { kind: 'money', filterable: true, sortable: true, importable: true },
    probability: { kind: 'int', min: 0, max: 100, importable: true },
    beginOn: { kind: 'day', filterable: true, importable: true },
    closeOn: { kind: 'day', filterable: true, sortable: true, importable: true },
    companyId: { kind: 'ref', type: 'crm.company', foundThrough: true, filterable: true, importable: true },
    contactId: { kind: 'ref', type: 'crm.contact', foundThrough: true, filterable: true, importable: true },
    leadId: { kind: 'ref', type: 'crm.lead', readOnly: true, filterable: true },
    sourceId: { kind: 'ref', type: 'crm.source', filterable: true, importable: true },
    ownerId: { kind: 'person', filterable: true, importable: true },
    comments: { kind: 'longText', max: 20_000, searchable: true, importable: true },
    lostReasonId: { kind: 'ref', type: 'crm.lost-reason', readOnly: true, filterable: true },
    closedAt: { kind: 'instant', readOnly: true, filterable: true },
    stageEnteredAt: { kind: 'instant', readOnly: true },
    contractNumber: { kind: 'text', max: 120, searchable: true },
    contractDay: { kind: 'day' },
    contractFileId: { kind: 'file' },
    /** Number of the opportunity in the system it was imported from. */
    originId: { kind: 'text', max: 120, searchable: true, importable: true, filterable: true },
    productName: { kind: 'text', max: 250, searchable: true, importable: true, filterable: true },
    ...nextStep,
  },
});
export type Deal = RecordOf<typeof deal>;

export const contact = declareRecord({
  type: 'crm.contact',
  module: 'crm',
  plural: 'contacts',
  table: 'crm_contacts',
  title: 'title',
  owner: 'ownerId',
  samePerson: ['leadId', 'mergedIntoId'],
  fields: {
    /** The name as it is shown; made of first and last name when it is not given. */
    title: { kind: 'text', max: 250, searchable: true, personal: true },
    firstName: { kind: 'text', max: 120, importable: true, personal: true },
    lastName: { kind: 'text', max: 120, importable: true, personal: true },
    companyName: { kind: 'text', max: 250, searchable: true, importable: true, personal: true },
    position: { kind: 'text', max: 120, importable: true, personal: true },
    ...channels,
    companyId: { kind: 'ref', type: 'crm.company', filterable: true },
    sourceId: { kind: 'ref', type: 'crm.source', filterable: true, importable: true },
    leadId: { kind: 'ref', type: 'crm.lead', readOnly: true },
    /** Of one in the bin: where it went when the two were made one. */
    mergedIntoId: { kind: 'ref', type: 'crm.contact', readOnly: true },
    ownerId: { kind: 'person', filterable: true, importable: true },
    address: { kind: 'text', max: 500, importable: true, personal: true },
    comments: { kind: 'longText', max: 20_000, searchable: true, importable: true, personal: true },
  },
});
export type Contact = RecordOf<typeof contact>;

export const company = declareRecord({
  type: 'crm.company',
  module: 'crm',
  plural: 'companies',
  table: 'crm_companies',
  title: 'title',
  owner: 'ownerId',
  samePerson: ['mergedIntoId'],
  fields: {
    title: { kind: 'text', max: 250, required: true, searchable: true, importable: true, personal: true },
    industry: { kind: 'text', max: 120, filterable: true, importable: true },
    taxId: { kind: 'text', max: 40, searchable: true, importable: true, personal: true },
    ...channels,
    website: { kind: 'text', max: 250, importable: true, personal: true },
    address: { kind: 'text', max: 500, importable: true, personal: true },
    foundedYear: { kind: 'int', min: 0, max: 3000, importable: true },
    revenue: { kind: 'money', filterable: true, sortable: true, importable: true },
    employees: { kind: 'int', min: 0, filterable: true, importable: true },
    parentName: { kind: 'text', max: 250, importable: true, personal: true },
    sourceId: { kind: 'ref', type: 'crm.source', filterable: true },
    leadId: { kind: 'ref', type: 'crm.lead', readOnly: true },
    /** Of one in the bin: where it went when the two were made one. */
    mergedIntoId: { kind: 'ref', type: 'crm.company', readOnly: true },
    ownerId: { kind: 'person', filterable: true, importable: true },
    comments: { kind: 'longText', max: 20_000, searchable: true, importable: true, personal: true },
  },
});
export type Company = RecordOf<typeof company>;

/** A call, meeting, mail or to-do, planned or done, bound to one lead, deal, contact or company. */
export const activity = declareRecord({
  type: 'crm.activity',
  module: 'crm',
  plural: 'activities',
  table: 'crm_activities',
  title: 'title',
  owner: 'ownerId',
  partOf: { type: 'recordType', id: 'recordId' },
  fields: {
    kind: { kind: 'choice', options: ['call', 'meeting', 'mail', 'todo'], required: true, filterable: true },
    title: { kind: 'text', max: 250, required: true, searchable: true, personal: true },
    text: { kind: 'longText', max: 20_000, personal: true },
    recordType: { kind: 'choice', options: ['crm.lead', 'crm.deal', 'crm.contact', 'crm.company'], required: true, createOnly: true, filterable: true },
    recordId: { kind: 'int', min: 1, required: true, createOnly: true, filterable: true },
    dueAt: { kind: 'instant', filterable: true, sortable: true },
    /** Minutes before `dueAt` at which the responsible is reminded; null: at the due time. */
    remindMinutes: { kind: 'int', min: 0, max: 40_320 },
    doneAt: { kind: 'instant', readOnly: true, filterable: true },
    result: { kind: 'longText', max: 20_000, personal: true },
    ownerId: { kind: 'person', filterable: true },
  },
});
export type Activity = RecordOf<typeof activity>;

export const pipeline = declareRecord({
  type: 'crm.pipeline',
  module: 'crm',
  plural: 'pipelines',
  table: 'crm_pipelines',
  title: 'name',
  staysInBin: true,
  fields: {
    name: { kind: 'text', max: 120, required: true },
    position: { kind: 'int', min: 0, sortable: true },
    isDefault: { kind: 'yesNo', readOnly: true },
    ...leaving('crm.pipeline'),
  },
});
export type Pipeline = RecordOf<typeof pipeline>;

export const stage = declareRecord({
  type: 'crm.stage',
  module: 'crm',
  plural: 'stages',
  table: 'crm_stages',
  title: 'name',
  staysInBin: true,
  fields: {
    name: { kind: 'text', max: 120, required: true },
    /** Null for the stages of leads. */
    pipelineId: { kind: 'ref', type: 'crm.pipeline', createOnly: true, filterable: true },
    semantic: { kind: 'choice', options: ['open', 'won', 'lost'], required: true, filterable: true },
    /** 1 … 8: one of the stage colours of the look. */
    colour: { kind: 'int', min: 1, max: 8 },
    position: { kind: 'int', min: 0, sortable: true },
    /** The automation rule of the stage, see {@link StageRule}; null: none. */
    rule: { kind: 'json' },
    ...leaving('crm.stage'),
  },
});
export type Stage = RecordOf<typeof stage>;

/** "When a record enters this stage": plan an activity for the responsible, and tell them. */
export interface ActivityRule {
  kind: 'call' | 'meeting' | 'mail' | 'todo';
  title: string;
  /** Whole hours from entering the stage to the activity's due time. */
  dueInHours: number;
  notify: boolean;
}

/** The same with a task, made by the module tasks; while that is off the rule stays and does nothing. */
export interface TaskRule {
  kind: 'task';
  /** With placeholders, see {@link file://./placeholders.ts}. */
  title: string;
  /** Null: the responsible of the record. */
  ownerId: number | null;
  /** Whole working days from entering the stage to the deadline; 0: the same day. */
  dueInDays: number;
  priority: Priority;
  notify: boolean;
  /** Where the record moves when the task is done, while it still stands in the stage; null: it stays. */
  thenStageId: number | null;
}
export type StageRule = ActivityRule | TaskRule;

export const source = declareRecord({
  type: 'crm.source',
  module: 'crm',
  plural: 'sources',
  table: 'crm_sources',
  title: 'name',
  staysInBin: true,
  fields: { name: { kind: 'text', max: 120, required: true }, position: { kind: 'int', min: 0, sortable: true }, ...leaving('crm.source') },
});
export type Source = RecordOf<typeof source>;

export const lostReason = declareRecord({
  type: 'crm.lost-reason',
  module: 'crm',
  plural: 'lost-reasons',
  table: 'crm_lost_reasons',
  title: 'name',
  staysInBin: true,
  fields: { name: { kind: 'text', max: 120, required: true }, position: { kind: 'int', min: 0, sortable: true }, ...leaving('crm.lost-reason') },
});
export type LostReason = RecordOf<typeof lostReason>;
