import type { Channel, Money } from '../../../server/contracts/core/fields.js';
import { ChannelsEdit } from './channels-edit.js';
import { DayEdit, InstantEdit } from './day-edit.js';
import type { FieldDef } from './field-def.js';
import { FileEdit } from './file-edit.js';
import { DurationEdit, MoneyEdit, NumberEdit } from './number-edit.js';
import { PeopleEdit } from './people-edit.js';
import { ChoiceEdit, LongTextEdit, TextEdit, YesNoEdit } from './plain-edits.js';
import { RefEdit } from './ref-edit.js';
import { WordsEdit } from './words-edit.js';

export interface FieldEditProps {
  def: FieldDef;
  id: string;
  value: unknown;
  /** `error`: what stands in the control cannot be a value, in words. */
  onChange: (value: unknown, error?: string) => void;
  /** A choice that ends the edit, such as picking a company. */
  onDone?: (() => void) | undefined;
  currency?: string | undefined;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
  label?: string | undefined;
  autoFocus?: boolean | undefined;
  required?: boolean | undefined;
  /** Little width: rows of a control stand above one another. */
  narrow?: boolean | undefined;
}

/** The control for a field, by its kind. */
export function FieldEdit({ def, value, currency, narrow, onDone, onChange, ...rest }: FieldEditProps) {
  const { field } = def;
  const common = { ...rest, onChange, required: rest.required ?? field.required };
  const text = (value as string | null | undefined) ?? null;
  const number = (value as number | null | undefined) ?? null;
  switch (field.kind) {
    case 'text':
      return <TextEdit {...common} max={field.max} value={text} />;
    case 'longText':
      return <LongTextEdit {...common} max={field.max} value={text} />;
    case 'int':
      if (field.unit) return <DurationEdit {...common} min={field.min} max={field.max} value={number} />;
      return <NumberEdit {...common} decimals={0} min={field.min} max={field.max} value={number} />;
    case 'quantity':
      return <NumberEdit {...common} decimals={3} value={number} />;
    case 'percent':
      return <NumberEdit {...common} decimals={3} min={0} max={100} percent after="%" value={number} />;
    case 'money':
      return <MoneyEdit {...common} signed={field.signed} {...(currency ? { currency } : {})} value={(value as Money | null | undefined) ?? null} />;
    case 'yesNo':
      return <YesNoEdit {...common} value={Boolean(value)} />;
    case 'day':
      return <DayEdit {...common} value={text} />;
    case 'instant':
      return <InstantEdit {...common} value={text} />;
    case 'choice':
      return (
        <ChoiceEdit<string> {...common} value={text} options={field.options.map((option) => ({ value: option, label: def.optionLabel?.(option) ?? option }))} />
      );
    case 'channels':
      return <ChannelsEdit {...common} of={field.of} narrow={narrow} value={(value as Channel[] | null | undefined) ?? []} />;
    case 'person':
      return <RefEdit {...common} onDone={onDone} type="core.person" holding={field.holding} value={number} />;
    case 'ref':
      return def.choices ? (
        <ChoiceEdit<number> {...common} value={number} options={def.choices} />
      ) : (
        <RefEdit {...common} onDone={onDone} type={field.type} value={number} />
      );
    case 'file':
      return <FileEdit {...common} onDone={onDone} value={number} />;
    case 'people':
      return <PeopleEdit {...common} most={field.most} holding={field.holding} value={(value as number[] | null | undefined) ?? []} />;
    case 'words':
      return <WordsEdit {...common} max={field.max} most={field.most} value={(value as string[] | null | undefined) ?? []} />;
    case 'json':
      return <code>{JSON.stringify(value)}</code>;
  }
}
