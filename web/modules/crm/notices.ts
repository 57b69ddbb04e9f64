import type { Notice } from '../../../server/contracts/core/notices.js';
import { activityEndpoints, leadEndpoints, stageEndpoints } from '../../../server/contracts/crm/endpoints.js';
import { call } from '../../core/api.js';
import { importOffers } from '../../core/imports/notice-offers.js';
import type { NoticeAction, NoticeOffer, NoticeReader } from '../../core/module.js';
import { clockOf, dayOf } from '../../ui/format.js';
import { fromZoned } from '../../ui/zone.js';

const hour = 3_600_000;

/** In an hour, at a full five minutes. */
const inAnHour = (): string => new Date(Math.ceil((Date.now() + hour) / 300_000) * 300_000).toISOString();

/** Tomorrow at the time of the day at which it was due. */
function tomorrow(dueAt: string, timeZone: string): string {
  const day = dayOf(new Date(Date.now() + 24 * hour), timeZone);
  return fromZoned(`${day}T${clockOf(new Date(dueAt), timeZone).padStart(5, '0')}`, timeZone) ?? inAnHour();
}

async function postpone(id: number, when: (dueAt: string) => string) {
  const params = { id };
  const { dueAt, version } = await call(activityEndpoints.get, { params });
  const moved = await call(activityEndpoints.change, { params, body: { dueAt: when(dueAt ?? new Date().toISOString()), version } });
  return { saidKey: 'noticeAction.postponed', undo: () => call(activityEndpoints.change, { params, body: { dueAt, version: moved.version } }) };
}

function reminderActions({ params }: Notice, { timeZone }: NoticeReader): NoticeAction[] {
  const id = params.activity;
  // Notices from before it was noted which activity they are about.
  if (typeof id !== 'number') return [];
  const right = 'crm.activity.change';
  return [
    {
      id: 'done',
      labelKey: 'noticeAction.done',
      icon: 'check',
      right,
      run: async () => {
        await call(activityEndpoints.complete, { params: { id }, body: {} });
        return { saidKey: 'noticeAction.isDone', undo: () => call(activityEndpoints.reopen, { params: { id } }) };
      },
    },
    { id: 'hour', labelKey: 'noticeAction.hour', right, run: () => postpone(id, inAnHour) },
    { id: 'tomorrow', labelKey: 'noticeAction.tomorrow', right, run: () => postpone(id, (dueAt) => tomorrow(dueAt, timeZone)) },
  ];
}

/** Moves a lead on to the next stage of work; one that has left the first stage meanwhile stays where it is. */
async function takeIntoWork(id: number) {
  const params = { id };
  const [lead, { items }] = await Promise.all([
    call(leadEndpoints.get, { params }),
    call(stageEndpoints.list, { query: { 'pipelineId.empty': true, semantic: 'open', sort: 'position', limit: 50 } }),
  ]);
  const [first, next] = items;
  if (!first || !next || lead.stageId !== first.id) return { saidKey: 'noticeAction.inWorkAlready' };
  await call(leadEndpoints.move, { params, body: { stageId: next.id } });
  return { saidKey: 'noticeAction.inWork', undo: () => call(leadEndpoints.move, { params, body: { stageId: first.id } }) };
}

const assignedLead = ({ recordId }: Notice): NoticeAction[] =>
  recordId === null
    ? []
    : [
        { id: 'open', labelKey: 'noticeAction.open', right: 'crm.lead.read', to: `/crm/leads/${recordId}` },
        { id: 'take', labelKey: 'noticeAction.take', icon: 'play', right: 'crm.lead.change', run: () => takeIntoWork(recordId) },
      ];

const mine = (path: string) => (_notice: Notice, reader: NoticeReader) => `${path}?view=list&ownerId=${reader.id}`;

/** What the module offers on its notices, and on those of imports, whose page is here. */
export const noticeOffers: Record<string, NoticeOffer> = {
  'crm.activity.due': { icon: 'clock', actions: reminderActions },
  'crm.lead.assigned': { actions: assignedLead },
  'crm.lead.assigned-many': { icon: 'funnel', to: mine('/crm/leads') },
  'crm.deal.assigned': {
    actions: ({ recordId }) =>
      recordId === null ? [] : [{ id: 'plan', labelKey: 'noticeAction.plan', icon: 'cal', right: 'crm.activity.create', to: `/crm/deals/${recordId}?do=plan` }],
  },
  'crm.deal.assigned-many': { icon: 'deals', to: mine('/crm/deals') },
  'crm.lead.taken-many': { icon: 'funnel', to: () => '/crm/leads' },
  'crm.deal.taken-many': { icon: 'deals', to: () => '/crm/deals' },
  ...importOffers('/crm/import'),
};
