import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useRef, useState } from 'react';
import { cx } from '../cx.js';
import p from '../pieces.module.css';
import { type Format, useFormat } from '../ui-context.js';
import { type ControlProps, nativeProps } from './control.js';
import s from './edits.module.css';

export interface TypedProps<T> extends ControlProps<T | null> {
  show: (value: T, f: Format) => string;
  /** A value, or in words why there is none. @param stood what the box held when it was entered. */
  parse: (text: string, f: Format, stood: T | null) => { value: T } | string;
  before?: string | undefined;
  after?: string | undefined;
  placeholder?: string | undefined;
  /** Letters are needed, too. */
  letters?: boolean | undefined;
  /**
   * When the text is told: `typing` with every key and its faults at once; `calm` its faults only when the field is left or Enter is pressed,
   * where half a text is no value yet; `left` only then anything at all.
   */
  tells?: 'typing' | 'calm' | 'left';
  /** What stands at the end of the box; `take` puts a value into it. */
  end?: (take: (value: T | null) => void) => ReactNode;
  onKey?: (event: KeyboardEvent<HTMLInputElement>) => void;
  input?: Ref<HTMLInputElement>;
}

/** A text box whose words are parsed as they are typed and written out properly when it is left. */
export function TypedEdit<T>({ show, parse, before, after, placeholder, letters, tells = 'typing', end, onKey, input, ...props }: TypedProps<T>) {
  const f = useFormat();
  const written = props.value === null ? '' : show(props.value, f);
  const [text, setText] = useState(written);
  const given = useRef(JSON.stringify(props.value));
  const stood = useRef(props.value);
  useEffect(() => {
    // Another value came from outside: an undo, a conflict, a reset.
    const now = JSON.stringify(props.value);
    if (now !== given.current) {
      setText(written);
      stood.current = props.value;
    }
    given.current = now;
  }, [props.value, written]);
  const read = (next: string) => parse(next, f, stood.current);
  /** @param isSettled nothing more will be typed for now. */
  const tell = (next: string, isSettled: boolean) => {
    // A moment shown to the minute has not changed because somebody came by.
    if (isSettled && next === written && !props.invalid) return;
    const parsed = next.trim() === '' ? { value: null } : read(next);
    if (typeof parsed === 'string') {
      if (tells === 'typing' || isSettled) props.onChange(props.value, parsed);
      return;
    }
    const now = JSON.stringify(parsed.value);
    if (isSettled && now === given.current && !props.invalid) return;
    given.current = now;
    props.onChange(parsed.value);
  };
  const take = (value: T | null) => {
    setText(value === null ? '' : show(value, f));
    stood.current = value;
    given.current = JSON.stringify(value);
    props.onChange(value);
  };
  const isUnread = text.trim() !== '' && typeof read(text) === 'string';
  return (
    <span className={s.typed}>
      {before && (
        <span className={s.before} aria-hidden="true">
          {before}
        </span>
      )}
      <input
        {...nativeProps(props)}
        ref={input}
        className={cx(p.input, p.n, before && s.hasBefore, after && s.hasAfter, Boolean(end) && s.hasEnd)}
        inputMode={letters ? 'text' : 'decimal'}
        // See `unreadIn`.
        data-unread={isUnread || undefined}
        placeholder={placeholder}
        autoComplete="off"
        value={text}
        onFocus={() => {
          stood.current = props.value;
        }}
        onChange={(event) => {
          setText(event.target.value);
          if (tells !== 'left') tell(event.target.value, false);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && tells !== 'typing') tell(text, true);
          onKey?.(event);
        }}
        onBlur={() => {
          if (tells !== 'typing') tell(text, true);
          const parsed = text.trim() === '' ? '' : read(text);
          if (typeof parsed !== 'string') setText(show(parsed.value, f));
        }}
      />
      {after && (
        <span className={s.after} aria-hidden="true">
          {after}
        </span>
      )}
      {end?.(take)}
    </span>
  );
}
