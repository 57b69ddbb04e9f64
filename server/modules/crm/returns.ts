import type { Activity } from '../../contracts/crm/records.js';
import type { Kind, Row } from '../../core/records/kind.js';
import { fromRow } from '../../core/records/kind.js';
import type { Return } from '../../core/time-machine/returns.js';
import { followActivity } from './activities/activities.js';
import { indexChannels, type Reachable } from './channels/channel-index.js';
import type { Crm } from './crm.js';
import { activity, company, contact, deal, lead, stage } from './kinds.js';
import { entered } from './stages/enter.js';

/** What goes along when records come back out of a backup. */
export const returns = (crm: Crm): Return[] => [
  ...[lead, deal].map((kind): Return => {
    const also = ['closedAt', 'lostReasonId', 'stageEnteredAt'].filter((name) => (kind as Kind).fields.has(name));
    return {
      type: kind.type,
      also,
      async follow(tx, actor, { before, after }) {
        if (!before || !after || before.stage_id === after.stage_id) return;
        const row = await tx.q
          .selectFrom('crm_stages')
          .selectAll()
          .where('id', '=', after.stage_id as number)
          .executeTakeFirst();
        if (row) await entered(crm, tx, actor, kind, after.id as number, fromRow(stage, row as unknown as Row) as never, { quietly: true });
      },
    };
  }),
  ...[contact, company].map(
    (kind): Return => ({
      type: kind.type,
      async follow(tx, _actor, { after }) {
        if (after) await indexChannels(crm, tx, kind.type as Reachable, fromRow(kind, after) as never);
      },
    }),
  ),
  {
    type: activity.type,
    async follow(tx, _actor, { before, after }) {
      await followActivity(crm, tx, fromRow(activity, (after ?? before) as Row) as unknown as Activity, after === null);
    },
  },
];
