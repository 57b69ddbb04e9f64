import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { timeEndpoints } from '../../../../server/contracts/tasks/time.js';
import { call } from '../../../core/api.js';
import { FormProblem } from '../../../core/form/field.js';
import { DayField } from '../../../core/form/read-fields.js';
import { useForm } from '../../../core/form/use-form.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { showUndo } from '../../../ui/feedback.js';
import { dayOf } from '../../../ui/format.js';
import { useFormat } from '../../../ui/ui-context.js';
import { useTimeWork } from './use-time.js';
import { daysOfPeriod } from './week-days.js';

/** Closes the days before one, so that nothing in them is entered, changed or removed any more; or opens them again. */
export function LockDialog({ before, onClose }: { before: string | null; onClose(): void }) {
  const { t } = useTranslation(['tasks', 'core']);
  const f = useFormat();
  const work = useTimeWork();
  const [day, setDay] = useState(before ?? daysOfPeriod('month', dayOf(new Date(), f.timeZone), 1).from);
  const put = (next: string | null) => call(timeEndpoints.setLock, { body: { before: next } });
  const openAll = async () => {
    if (await work(() => put(null))) await done(null);
  };
  const form = useForm(
    async () => {
      await put(day);
      await done(day);
    },
    () => (day === '' ? { before: t('time.needDay') } : {}),
  );
  const done = async (next: string | null) => {
    onClose();
    await work(async () => undefined);
    showUndo({
      text: next === null ? t('time.lock.opened') : t('time.lockedBefore', { day: f.dayFull(next) }),
      onUndo: () => work.undo(() => put(before)),
    });
  };
  return (
    <Dialog
      opened
      title={t('time.lock.title')}
      onClose={onClose}
      footer={
        <>
          {before !== null && (
            <Button look="quiet" onClick={() => void openAll()}>
              {t('time.lock.open')}
            </Button>
          )}
          <Button onClick={onClose}>{t('core:cancel')}</Button>
          <Button look="primary" busy={form.busy} onClick={() => void form.submit()}>
            {t('time.lock.close')}
          </Button>
        </>
      }
    >
      <form ref={form.form} noValidate onSubmit={(event) => void form.submit(event)}>
        <DayField label={t('time.lock.day')} value={day} onChange={setDay} error={form.errors.before} help={t('time.lock.text')} />
        {Object.keys(form.errors).length === 0 && <FormProblem>{form.problem}</FormProblem>}
      </form>
    </Dialog>
  );
}
