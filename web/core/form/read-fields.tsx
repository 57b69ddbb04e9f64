import { type ReactNode, useState } from 'react';
import type { ControlProps } from '../../ui/fields/control.js';
import { DayEdit, type DayEditProps } from '../../ui/fields/day-edit.js';
import { NumberEdit, type NumberEditProps } from '../../ui/fields/number-edit.js';
import { TimeEdit } from '../../ui/fields/time-edit.js';
import { type Described, Labelled } from './field.js';

type Given<T> = Pick<ControlProps<T>, 'id' | 'value' | 'invalid' | 'describedBy' | 'onChange'>;

interface ReadFieldProps<T> extends Described {
  value: T;
  onChange: (value: T) => void;
}

/** Label above a control whose words are read. What was not understood is said below, stays, and keeps a form from being sent (`useForm`). */
function ReadField<T>({ label, error, help, optional, value, onChange, children }: ReadFieldProps<T> & { children: (given: Given<T>) => ReactNode }) {
  const [unread, setUnread] = useState<string | undefined>();
  const fault = unread ?? error;
  const hear = (next: T, wrong?: string) => {
    setUnread(wrong);
    if (!wrong) onChange(next);
  };
  return (
    <Labelled label={label} error={fault} help={help} optional={optional}>
      {(ids) => children({ id: ids.id, value, invalid: fault !== undefined, describedBy: ids['aria-describedby'], onChange: hear })}
    </Labelled>
  );
}

/** A day (`YYYY-MM-DD`), empty without one. */
export function DayField({ min, max, tells, value, onChange, ...rest }: ReadFieldProps<string> & Pick<DayEditProps, 'min' | 'max' | 'tells'>) {
  return (
    <ReadField<string | null> {...rest} value={value || null} onChange={(day) => onChange(day ?? '')}>
      {(given) => <DayEdit {...given} min={min} max={max} tells={tells} />}
    </ReadField>
  );
}

/** A time of day, `HH:MM`. */
export function TimeField({ value, onChange, ...rest }: ReadFieldProps<string>) {
  return (
    <ReadField<string | null> {...rest} value={value || null} onChange={(time) => onChange(time ?? '')}>
      {(given) => <TimeEdit {...given} />}
    </ReadField>
  );
}

/** A number; null without one. */
export function NumberField({ decimals, min, max, ...rest }: ReadFieldProps<number | null> & Pick<NumberEditProps, 'decimals' | 'min' | 'max'>) {
  return <ReadField {...rest}>{(given) => <NumberEdit {...given} decimals={decimals} min={min} max={max} />}</ReadField>;
}
