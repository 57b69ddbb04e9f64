import { useTranslation } from 'react-i18next';
import type { StageRule } from '../../../../server/contracts/crm/records.js';
import { SelectField, TextField, Tick } from '../../../core/form/field.js';
import f from '../../../core/form/form.module.css';
import { Button } from '../../../ui/button.js';
import s from './pipelines-page.module.css';

const kinds = ['call', 'meeting', 'mail', 'todo'] as const;
const mostHours = 8760;

/** What happens by itself when a record enters the stage. */
export function RuleEditor({ rule, errors, onChange }: { rule: StageRule | null; errors: Record<string, string>; onChange: (rule: StageRule | null) => void }) {
  const { t } = useTranslation('crm');
  if (!rule)
    return (
      <div>
        <Button look="quiet" icon="plus" onClick={() => onChange({ kind: 'call', title: t('rule.example'), dueInHours: 24, notify: true })}>
          {t('rule.add')}
        </Button>
      </div>
    );
  const set = (change: Partial<StageRule>) => onChange({ ...rule, ...change });
  return (
    <fieldset className={s.rule}>
      <legend>{t('rule.legend')}</legend>
      <div className={f.two}>
        <SelectField
          label={t('rule.kind')}
          value={rule.kind}
          options={kinds.map((kind) => ({ value: kind, label: t(`option.kind.${kind}`) }))}
          onChange={(kind) => set({ kind: kind as StageRule['kind'] })}
        />
        <TextField
          label={t('rule.dueInHours')}
          type="number"
          min={0}
          max={mostHours}
          value={String(rule.dueInHours)}
          error={errors['rule.dueInHours']}
          onChange={(hours) => set({ dueInHours: Math.min(mostHours, Math.max(0, Math.round(Number(hours) || 0))) })}
        />
      </div>
      <TextField label={t('rule.title')} value={rule.title} maxLength={250} error={errors['rule.title']} onChange={(title) => set({ title })} />
      <Tick label={t('rule.notify')} checked={rule.notify} onChange={(notify) => set({ notify })} />
      <div>
        <Button look="quiet" icon="x" onClick={() => onChange(null)}>
          {t('rule.remove')}
        </Button>
      </div>
    </fieldset>
  );
}
