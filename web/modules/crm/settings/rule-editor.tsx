import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { placeholders } from '../../../../server/contracts/crm/placeholders.js';
import type { ActivityRule, Stage, StageRule, TaskRule } from '../../../../server/contracts/crm/records.js';
import { SelectField, TextField, Tick } from '../../../core/form/field.js';
import f from '../../../core/form/form.module.css';
import { NumberField } from '../../../core/form/read-fields.js';
import { useSession } from '../../../core/session.js';
import { Button } from '../../../ui/button.js';
import { LabelledField } from '../../../ui/fields/labelled-field.js';
import s from './pipelines-page.module.css';

const activityKinds = ['call', 'meeting', 'mail', 'todo'] as const;
const priorities = ['low', 'normal', 'high', 'urgent'] as const;
const [mostHours, mostDays] = [8760, 260];

/** The title with buttons that put a placeholder where the cursor is; for whom, how urgent, and what follows. */
function TaskFields({
  rule,
  errors,
  set,
  places,
}: {
  rule: TaskRule;
  errors: Record<string, string>;
  set: (change: Partial<TaskRule>) => void;
  places: Stage[];
}) {
  const { t } = useTranslation('crm');
  const title = useRef<HTMLDivElement>(null);
  const insert = (word: string) => {
    const input = title.current?.querySelector('input');
    const [from, to] = [input?.selectionStart ?? rule.title.length, input?.selectionEnd ?? rule.title.length];
    set({ title: [...`${rule.title.slice(0, from)}{${word}}${rule.title.slice(to)}`].slice(0, 250).join('') });
    const at = from + word.length + 2;
    requestAnimationFrame(() => {
      input?.focus();
      input?.setSelectionRange(at, at);
    });
  };
  return (
    <>
      <div ref={title}>
        <TextField label={t('rule.title')} value={rule.title} maxLength={250} error={errors['rule.title']} onChange={(words) => set({ title: words })} />
      </div>
      <fieldset className={s.placeholders}>
        <legend>{t('rule.insert')}</legend>
        {placeholders.map((one) => (
          <Button key={one} look="quiet" onClick={() => insert(t(`rule.placeholder.${one}`))}>
            {`{${t(`rule.placeholder.${one}`)}}`}
          </Button>
        ))}
      </fieldset>
      <div className={f.two}>
        <LabelledField
          id="rule-owner"
          def={{ name: 'rule.ownerId', field: { kind: 'person' }, label: t('rule.taskOwner'), help: rule.ownerId === null ? t('rule.ofRecord') : undefined }}
          value={rule.ownerId}
          error={errors['rule.ownerId']}
          onChange={(ownerId) => set({ ownerId: (ownerId as number | null | undefined) ?? null })}
        />
        <SelectField
          label={t('rule.priority')}
          value={rule.priority}
          options={priorities.map((priority) => ({ value: priority, label: t(`rule.priorities.${priority}`) }))}
          onChange={(priority) => set({ priority: priority as TaskRule['priority'] })}
        />
      </div>
      <SelectField
        label={t('rule.then')}
        value={rule.thenStageId === null ? '' : String(rule.thenStageId)}
        empty={t('rule.stay')}
        error={errors['rule.thenStageId']}
        options={places.map(({ id, name }) => ({ value: String(id), label: name ?? '' }))}
        onChange={(id) => set({ thenStageId: id === '' ? null : Number(id) })}
      />
    </>
  );
}

/**
 * What happens by itself when a record enters the stage. A task is offered while the module for it is on; a rule with one stays when it
 * is off, and says so.
 * @param places where the record may go on to from this stage.
 */
export function RuleEditor({
  rule,
  errors,
  places,
  onChange,
}: {
  rule: StageRule | null;
  errors: Record<string, string>;
  places: Stage[];
  onChange: (rule: StageRule | null) => void;
}) {
  const { t } = useTranslation('crm');
  const hasTasks = useSession().modules.includes('tasks');
  if (!rule)
    return (
      <div>
        <Button look="quiet" icon="plus" onClick={() => onChange({ kind: 'call', title: t('rule.example'), dueInHours: 24, notify: true })}>
          {t('rule.add')}
        </Button>
      </div>
    );
  const isOff = rule.kind === 'task' && !hasTasks;
  const set = (change: Partial<StageRule>) => onChange({ ...rule, ...change } as StageRule);
  const choose = (kind: string) => {
    if (kind === rule.kind) return;
    if (kind === 'task')
      onChange({ kind, title: t('rule.taskExample'), ownerId: null, dueInDays: 1, priority: 'normal', notify: rule.notify, thenStageId: null });
    else if (rule.kind === 'task') onChange({ kind: kind as ActivityRule['kind'], title: t('rule.example'), dueInHours: 24, notify: rule.notify });
    else set({ kind: kind as ActivityRule['kind'] });
  };
  const kinds: { value: string; label: string }[] = activityKinds.map((kind) => ({ value: kind, label: t(`option.kind.${kind}`) }));
  if (hasTasks || isOff) kinds.push({ value: 'task', label: t('rule.task') });
  const due =
    rule.kind === 'task'
      ? { label: t('rule.dueInDays'), max: mostDays, value: rule.dueInDays, error: errors['rule.dueInDays'], name: 'dueInDays' }
      : { label: t('rule.dueInHours'), max: mostHours, value: rule.dueInHours, error: errors['rule.dueInHours'], name: 'dueInHours' };
  return (
    <fieldset className={s.rule}>
      <legend>{t('rule.legend')}</legend>
      {isOff && <p className={s.ruleOff}>{t('rule.off')}</p>}
      <fieldset className={s.ruleParts} disabled={isOff}>
        <div className={f.two}>
          <SelectField label={t('rule.kind')} value={rule.kind} error={errors['rule.kind']} options={kinds} onChange={choose} />
          <NumberField
            label={due.label}
            decimals={0}
            min={0}
            max={due.max}
            value={due.value}
            error={due.error}
            onChange={(number) => set({ [due.name]: number ?? 0 })}
          />
        </div>
        {rule.kind === 'task' ? (
          <TaskFields rule={rule} errors={errors} set={set} places={places} />
        ) : (
          <TextField label={t('rule.title')} value={rule.title} maxLength={250} error={errors['rule.title']} onChange={(title) => set({ title })} />
        )}
        <Tick label={t('rule.notify')} checked={rule.notify} onChange={(notify) => set({ notify })} />
      </fieldset>
      <div>
        <Button look="quiet" icon="x" onClick={() => onChange(null)}>
          {t('rule.remove')}
        </Button>
      </div>
    </fieldset>
  );
}
