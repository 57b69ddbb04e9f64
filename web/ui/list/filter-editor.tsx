import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Money } from '../../../server/contracts/core/fields.js';
import { Button } from '../button.js';
import type { FieldDef } from '../fields/field-def.js';
import { FieldEdit } from '../fields/field-edit.js';
import { FieldMessage } from '../fields/labelled-field.js';
import { ChoiceEdit } from '../fields/plain-edits.js';
import { dayOf } from '../format.js';
import { useFormat } from '../ui-context.js';
import { fromZoned } from '../zone.js';
import s from './filter-bar.module.css';
import { type FilterDef, isRelative, keyOf, type Operator, operatorsOf, periodsOf, relativePeople } from './filter-def.js';

/** A field of the filter's kind, so that the controls of the forms serve here too. */
function fieldOf(def: FilterDef): FieldDef {
  const base = { name: def.field, label: def.label };
  switch (def.kind) {
    case 'choice':
      return {
        ...base,
        field: { kind: 'choice', options: (def.options ?? []).map((option) => option.value) },
        optionLabel: (value) => def.options?.find((option) => option.value === value)?.label ?? value,
      };
    case 'ref':
      return {
        ...base,
        field: { kind: 'ref', type: def.type ?? '' },
        ...(def.options ? { choices: def.options.map((option) => ({ value: Number(option.value), label: option.label })) } : {}),
      };
    case 'person':
    case 'people':
      return { ...base, field: { kind: 'person' } };
    case 'instant':
      return { ...base, field: { kind: 'day' } };
    case 'int':
    case 'quantity':
    case 'percent':
    case 'money':
    case 'day':
      return { ...base, field: { kind: def.kind } };
    default:
      return { ...base, field: { kind: 'text', max: 250 } };
  }
}

function read(def: FilterDef, value: string, currency: string): unknown {
  if (value === '') return null;
  if (isRelative(def, value)) return null;
  if (def.kind === 'money') return { amount: Number(value), currency };
  if (['int', 'quantity', 'percent', 'ref', 'person', 'people'].includes(def.kind)) return Number(value);
  return value;
}
const write = (def: FilterDef, value: unknown): string =>
  value === null || value === undefined ? '' : def.kind === 'money' ? String((value as Money).amount) : String(value).trim();

interface EditorProps {
  def: FilterDef;
  operator: Operator;
  value: string;
  currency: string;
  onApply: (key: string, value: string) => void;
}

/** Chooses what is asked of one field. */
export function FilterEditor({ def, operator: first, value: initial, currency, onApply }: EditorProps) {
  const { t } = useTranslation('ui');
  const f = useFormat();
  const id = useId();
  const [operator, setOperator] = useState<Operator>(first);
  const [value, setValue] = useState(
    def.kind === 'instant' && first !== 'empty' && initial && !isRelative(def, initial) ? dayOf(new Date(initial), f.timeZone) : initial,
  );
  const [error, setError] = useState<string | undefined>();
  const operators = operatorsOf(def);
  const isTime = def.kind === 'day' || def.kind === 'instant';
  const many = operator === 'in' && def.options;
  const chosen = new Set(value.split(',').filter(Boolean));
  const ready = value !== '' && error === undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (!ready) return;
    // A day given for a moment: from its first, until its last moment.
    const exact =
      def.kind === 'instant' && operator !== 'empty' && !isRelative(def, value)
        ? fromZoned(`${value}T${operator === 'lte' ? '23:59' : '00:00'}`, f.timeZone)
        : value;
    if (exact) onApply(keyOf(def.field, operator), exact);
  };
  return (
    <form className={s.editor} onSubmit={submit}>
      <b>{def.label}</b>
      {operators.length > 1 && (
        <ChoiceEdit<Operator>
          id={`${id}-operator`}
          label={t('filter.how')}
          required
          value={operator}
          options={operators.map((each) => ({
            value: each,
            label: t(`filter.operator.${isTime ? 'day' : 'plain'}.${each}`),
          }))}
          onChange={(next) => {
            if (!next) return;
            setOperator(next);
            if (next === 'empty') setValue('true');
            else if (operator === 'empty' || operator === 'in' || next === 'in' || isRelative(def, value)) setValue('');
          }}
        />
      )}
      {(def.kind === 'person' || def.kind === 'people') && !def.options && operator !== 'empty' && (
        <div className={s.quickly}>
          {relativePeople.map((word) => (
            <Button key={word} small onClick={() => onApply(keyOf(def.field, operator), word)}>
              {t(`filter.relative.${word}`)}
            </Button>
          ))}
        </div>
      )}
      {isTime && operator === 'is' ? (
        <ChoiceEdit<string>
          id={id}
          label={def.label}
          required
          value={isRelative(def, value) ? value : null}
          options={periodsOf(def).map((word) => ({ value: word, label: t(`filter.relative.${word}`) }))}
          onChange={(next) => setValue(next ?? '')}
        />
      ) : many ? (
        <fieldset className={s.options}>
          <legend className={s.legend}>{def.label}</legend>
          {def.options?.map((option) => (
            <label key={option.value} className={s.option}>
              <input
                type="checkbox"
                checked={chosen.has(option.value)}
                onChange={() => {
                  const next = new Set(chosen);
                  if (!next.delete(option.value)) next.add(option.value);
                  setValue((def.options ?? []).flatMap((each) => (next.has(each.value) ? each.value : [])).join(','));
                }}
              />
              <span>{option.label}</span>
            </label>
          ))}
        </fieldset>
      ) : operator === 'empty' || def.kind === 'yesNo' ? (
        <ChoiceEdit<string>
          id={id}
          label={def.label}
          required
          value={value || null}
          options={
            operator === 'empty'
              ? [
                  { value: 'true', label: t('filter.isEmpty') },
                  { value: 'false', label: t('filter.isFilled') },
                ]
              : [
                  { value: 'true', label: t('yes') },
                  { value: 'false', label: t('no') },
                ]
          }
          onChange={(next) => setValue(next ?? '')}
        />
      ) : (
        <FieldEdit
          def={fieldOf(def)}
          id={id}
          label={def.label}
          value={read(def, value, currency)}
          invalid={Boolean(error)}
          describedBy={error ? `${id}-message` : undefined}
          autoFocus
          onChange={(next, wrong) => {
            setError(wrong);
            if (!wrong) setValue(write(def, next));
          }}
        />
      )}
      {error && (
        <FieldMessage id={`${id}-message`} look="bad">
          {error}
        </FieldMessage>
      )}
      <Button look="primary" type="submit" disabled={!ready}>
        {t('filter.apply')}
      </Button>
    </form>
  );
}
