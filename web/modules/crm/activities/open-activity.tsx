import { useTranslation } from 'react-i18next';
import { activityEndpoints } from '../../../../server/contracts/crm/endpoints.js';
import type { Activity } from '../../../../server/contracts/crm/records.js';
import { call } from '../../../core/api.js';
import { FieldsConflict } from '../../../core/records/fields-conflict.js';
import { Missing } from '../../../core/records/missing.js';
import { useFieldSaving, useRecord } from '../../../core/records/use-records.js';
import { useMayFor } from '../../../core/session.js';
import type { Work } from '../../../core/use-work.js';
import { Button } from '../../../ui/button.js';
import { ReferenceLink } from '../../../ui/cells.js';
import { Dialog } from '../../../ui/dialog.js';
import { showUndo } from '../../../ui/feedback.js';
import { pickDefs } from '../../../ui/fields/field-def.js';
import { FieldsPanel } from '../../../ui/fields/fields-panel.js';
import { SkeletonRows } from '../../../ui/skeleton.js';
import s from './activities.module.css';
import { useActivityDefs } from './use-activity-defs.js';

/** One activity over the calendar: changed in place, ticked off, removed. */
export function OpenActivity({ id, work, onClose }: { id: number; work: Work; onClose: () => void }) {
  const { t } = useTranslation('crm');
  const mayFor = useMayFor();
  const defs = useActivityDefs();
  const query = useRecord<Activity>('crm.activity', activityEndpoints.get, id);
  const activity = query.data;
  const saving = useFieldSaving<Activity>('crm.activity', activityEndpoints.change, activity);
  const mayChange = activity !== undefined && mayFor('crm.activity.change', activity.ownerId);
  const tick = async (of: Activity) => {
    const isDone = of.doneAt !== null;
    const done = await work(() =>
      isDone ? call(activityEndpoints.reopen, { params: { id } }) : call(activityEndpoints.complete, { params: { id }, body: {} }),
    );
    if (!done || isDone) return;
    onClose();
    showUndo({ text: t('activity.ticked', { title: of.title }), onUndo: () => work.undo(() => call(activityEndpoints.reopen, { params: { id } })) });
  };
  const remove = async (of: Activity) => {
    if (!(await work(() => call(activityEndpoints.remove, { params: { id } })))) return;
    onClose();
    showUndo({ text: t('activity.removed', { title: of.title }), onUndo: () => work.undo(() => call(activityEndpoints.restore, { params: { id } })) });
  };
  return (
    <>
      <Dialog
        opened
        title={activity?.title ?? t('activity.one')}
        onClose={onClose}
        footer={
          activity && (
            <>
              {mayFor('crm.activity.delete', activity.ownerId) && (
                <Button look="quiet" icon="trash" onClick={() => void remove(activity)}>
                  {t('activity.remove')}
                </Button>
              )}
              {mayChange && (
                <Button look="primary" icon={activity.doneAt ? 'undo' : 'check'} onClick={() => void tick(activity)}>
                  {t(activity.doneAt ? 'activity.reopen' : 'activity.done')}
                </Button>
              )}
            </>
          )
        }
      >
        {activity ? (
          <>
            <p className={s.about}>
              {t(`${activity.recordType.split('.')[1]}.one`)}: <ReferenceLink type={activity.recordType} id={activity.recordId} />
            </p>
            <FieldsPanel
              groups={[{ fields: pickDefs(defs, ['kind', 'title', 'dueAt', 'remindMinutes', 'ownerId', 'text', 'result']) }]}
              values={activity}
              canEdit={mayChange}
              onSave={saving.save}
            />
          </>
        ) : query.isError ? (
          <Missing error={query.error} back="/crm/activities" onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows rows={5} label={t('activity.one')} />
        )}
      </Dialog>
      <FieldsConflict type="crm.activity" id={id} history={activityEndpoints.history} defs={defs} saving={saving} />
    </>
  );
}
