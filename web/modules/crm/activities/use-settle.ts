import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { activityEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import type { Activity, Stage } from '../../../../server/contracts/crm/records.js';
import { call } from '../../../core/api.js';
import { useMayFor } from '../../../core/session.js';
import { useWorkThen } from '../../../core/use-work.js';
import { showUndo } from '../../../ui/feedback.js';
import type { ToastStep } from '../../../ui/feedback-store.js';

/** More than a person plans on one record; the rest stays. */
const most = 50;

/**
 * What is still planned on a lead or deal that was closed, to be settled from the toast that says so: it is done, with the end of the sale as
 * what came of it.
 * @returns undefined where nothing is planned, or nothing that this person may settle.
 */
export function useSettle(): (recordType: Activity['recordType'], recordId: number, end: Stage['semantic']) => Promise<ToastStep | undefined> {
  const { t } = useTranslation('crm');
  const client = useQueryClient();
  const mayFor = useMayFor();
  const work = useWorkThen(useCallback(() => client.invalidateQueries(), [client]));
  return async (recordType, recordId, end) => {
    if (end === 'open') return undefined;
    const query = { recordType, recordId, 'doneAt.empty': true, limit: most };
    // Whoever may not read activities is offered none.
    const planned = await call(activityEndpoints.list, { query }).catch(() => undefined);
    const open = (planned?.items ?? []).filter(({ ownerId }) => mayFor('crm.activity.change', ownerId));
    if (open.length === 0) return undefined;
    const each = async (step: (one: Activity) => Promise<unknown>) => {
      for (const one of open) await step(one);
    };
    const reopen = async ({ id, result }: Activity) => {
      const { version } = await call(activityEndpoints.reopen, { params: { id } });
      await call(activityEndpoints.change, { params: { id }, body: { result, version } });
    };
    const settle = async () => {
      const body = { result: t(`activity.endedBy.${end}`) };
      if (!(await work(() => each(({ id }) => call(activityEndpoints.complete, { params: { id }, body }))))) return;
      showUndo({
        text: t('activity.settled', { count: open.length }),
        onUndo: () => work.undo(() => each(reopen)),
      });
    };
    return { label: t('activity.settle', { count: open.length }), onSelect: () => void settle() };
  };
}
