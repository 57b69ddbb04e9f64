import { useState } from 'react';
import { DayEdit, type DayEditProps } from '../../ui/fields/day-edit.js';
import { type Described, Labelled } from './field.js';

interface DayFieldProps extends Described, Pick<DayEditProps, 'min' | 'max' | 'tells' | 'required'> {
  /** `YYYY-MM-DD`; empty without one. */
  value: string;
  onChange: (value: string) => void;
}

/** A day with its label above. What cannot be understood is said below and keeps a form from being sent (`useForm`). */
export function DayField({ label, error, help, optional, value, onChange, ...rest }: DayFieldProps) {
  const [unread, setUnread] = useState<string | undefined>();
  const fault = unread ?? error;
  return (
    <Labelled label={label} error={fault} help={help} optional={optional}>
      {(ids) => (
        <DayEdit
          {...rest}
          id={ids.id}
          invalid={fault !== undefined}
          describedBy={ids['aria-describedby']}
          value={value || null}
          onChange={(day, wrong) => {
            setUnread(wrong);
            if (!wrong) onChange(day ?? '');
          }}
        />
      )}
    </Labelled>
  );
}
