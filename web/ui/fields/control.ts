/** What every control of a field takes. */
export interface ControlProps<T> {
  id: string;
  value: T;
  /** `error`: what was typed cannot be a value, in words; the value is then the last good one. */
  onChange: (value: T, error?: string) => void;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
  /** Name for screen readers where no label stands beside the control. */
  label?: string | undefined;
  autoFocus?: boolean | undefined;
  required?: boolean | undefined;
}

/** The attributes that every native control has from them. */
export const nativeProps = (props: Omit<ControlProps<unknown>, 'value' | 'onChange'>) => ({
  id: props.id,
  'aria-invalid': props.invalid || undefined,
  'aria-describedby': props.describedBy,
  'aria-label': props.label,
  'aria-required': props.required || undefined,
  autoFocus: props.autoFocus,
  // A dialog that opens puts the focus there and not on its first button.
  'data-autofocus': props.autoFocus || undefined,
});
