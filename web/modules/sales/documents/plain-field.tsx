import type { Field } from '../../../../server/contracts/core/fields.js';
import { LabelledField } from '../../../ui/fields/labelled-field.js';

interface PlainFieldProps {
  id: string;
  name: string;
  label: string;
  field: Field;
  value: unknown;
  onChange(value: unknown, wrong?: string): void;
  error?: string | undefined;
  help?: string | undefined;
  currency?: string | undefined;
  autoFocus?: boolean;
}

/** One field of a dialog that belongs to no declaration. */
export function PlainField({ name, label, field, help, ...rest }: PlainFieldProps) {
  return <LabelledField {...rest} def={{ name, label, field, ...(help ? { help } : {}) }} />;
}
