import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkPlan, BulkPreview, BulkRequest } from '../../../../server/contracts/core/bulk.js';
import { BulkDialog } from '../../../core/records/bulk/bulk-dialog.js';
import { BulkField } from '../../../core/records/bulk/bulk-field.js';
import type { ChangeDialogProps } from '../../../core/records/bulk/change-dialogs.js';
import { type FieldDef, pickDefs } from '../../../ui/fields/field-def.js';
import { usePlanTime } from '../../../ui/plan-time.js';
import { useFormat } from '../../../ui/ui-context.js';
import { useActivityDefs } from '../activities/use-activity-defs.js';

const whole = { kind: 'int', min: 1, max: 10_000 } as const;

/** "41 of 45 get the next step “Call”, due on 30 November." */
function useReadyWords({ kind, dueAt }: Pick<BulkPlan, 'kind' | 'dueAt'>) {
  const { t } = useTranslation('crm');
  const f = useFormat();
  return ({ ready, total, due }: BulkPreview): string => {
    const what = { count: ready, ready: f.number(ready), total: f.number(total), kind: t(`option.kind.${kind}`) };
    if (ready === 0) return t('bulk.planNothing');
    const last = due ? due.last : dueAt;
    const first = due ? due.first : dueAt;
    if (first === null || last === null) return t('bulk.planReady', what);
    return first === last
      ? t('bulk.planReadyAt', { ...what, when: f.instant(first) })
      : t('bulk.planReadyBetween', { ...what, first: f.instant(first), last: f.instant(last) });
  };
}

/** Plans one next step for each of many records that are open and have none, all at once or so many a working day. */
export function PlanDialog({ endpoint, target, ...rest }: ChangeDialogProps) {
  const { t } = useTranslation('crm');
  const defs = useActivityDefs();
  const planTime = usePlanTime();
  const [plan, setPlan] = useState<BulkPlan>(() => ({ kind: 'call', title: '', dueAt: planTime() }));
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const perDay: FieldDef = { name: 'perDay', field: whole, label: t('bulk.perDay') };
  const shown = [...pickDefs(defs, ['kind', 'title', 'dueAt']), ...(plan.dueAt === null ? [] : [perDay])];
  const readyWords = useReadyWords(plan);
  const set = (name: string, value: unknown, error?: string) => {
    setWrong([...wrong.filter((one) => one !== name), ...(error === undefined ? [] : [name])]);
    if (error !== undefined) return;
    const { [name as 'perDay']: _, ...others } = plan;
    const next = { ...others, ...(name === 'perDay' && !value ? {} : { [name]: value ?? (name === 'title' ? '' : null) }) } as BulkPlan;
    // Without a day there is none to begin with.
    setPlan(next.dueAt === null ? { kind: next.kind, title: next.title, dueAt: null } : next);
  };
  // Whatever it is called, it comes to the same: so it is not asked again at every letter.
  const asked: BulkRequest | null = wrong.length > 0 ? null : { action: 'plan', ...target, plan: { ...plan, title: '…' } };
  const kindName = t(`option.kind.${plan.kind}`);
  const title = plan.title.trim() || kindName;
  return (
    <BulkDialog
      title={t('bulk.planTitle')}
      action={t('bulk.planDo')}
      endpoint={endpoint}
      request={asked && { ...asked, plan: { ...plan, title } }}
      asked={asked}
      readyWords={readyWords}
      {...rest}
    >
      {shown.map((def) => (
        <BulkField
          key={def.name}
          def={def}
          value={plan[def.name as keyof BulkPlan] ?? null}
          autoFocus={def.name === 'title'}
          onChange={(value, error) => set(def.name, value, error)}
        />
      ))}
      <p>
        {plan.title.trim() === '' && `${t('bulk.planUntitled', { title: kindName })} `}
        {t('bulk.planFor')}
      </p>
    </BulkDialog>
  );
}
