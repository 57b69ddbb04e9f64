import type { Activity } from '../../../contracts/crm/records.js';
import type { DueSource } from '../../../core/notify/due.js';
import { placeOf } from '../../../core/notify/notify.js';
import { list } from '../../../core/records/list.js';
import type { Crm } from '../crm.js';
import { activity } from '../kinds.js';

/** The planned activities of a person, as their own list shows them. */
export const dueActivities = (crm: Crm): DueSource => ({
  right: 'crm.activity.read',
  async find(actor, until, most) {
    const query = { ownerId: String(actor.personId), 'doneAt.empty': 'true', 'dueAt.lt': until, sort: 'dueAt', limit: String(most), total: 'true' };
    const { items, total = 0 } = await list<Activity>(crm.records, actor, activity, query);
    return {
      items: items.map(({ title, dueAt, recordType, recordId }) => ({ title, due: dueAt as string, url: placeOf(crm.records.kinds, recordType, recordId) })),
      total,
    };
  },
});
