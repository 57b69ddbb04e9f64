import { type Ref, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../button.js';
import type { HandedOver, RichTextEditorProps } from './editor-props.js';
import { marks } from './marks.js';
import { toHtml, toText } from './plain-text.js';
import { RichText } from './rich-text.js';
import s from './rich-text.module.css';

/** Whether it has more in it than lines of text. */
const isRich = (html: string): boolean => /<(?!\/?p>|br ?\/?>)/i.test(html);

/** Positions of the editor between a place in the text and its end: a line's end is two, out of a paragraph and into the next. */
const beforeEnd = (text: string, at: number): number => text.length - at + text.slice(at).split('\n').length - 1;

export interface PlainHandle {
  read(): HandedOver;
  /** Calls back when no letter is being put together any more, as by a dead key or the keyboard of a phone. */
  whenComposed(then: () => void): void;
}

interface PlainEditorProps extends RichTextEditorProps {
  /** The editor is on its way: the place of its buttons is kept. */
  isWaiting: boolean;
  ref: Ref<PlainHandle>;
}

/** Stands in for the editor until it has come, and where it cannot be fetched. Marks that are there already are shown and kept; what is typed goes below. */
export function PlainEditor({ label, placeholder, value, onChange, onSubmit, autoFocus, invalid, describedBy, isWaiting, ref }: PlainEditorProps) {
  const { t } = useTranslation('ui');
  const [head] = useState(() => (isRich(value) ? value : ''));
  const [text, setText] = useState(() => (head === '' ? toText(value) : ''));
  const area = useRef<HTMLTextAreaElement>(null);
  const composing = useRef<{ after?: () => void } | null>(null);
  useImperativeHandle(ref, () => ({
    read() {
      const here = area.current;
      if (!here) return { html: value, selection: null };
      const from = beforeEnd(here.value, here.selectionStart);
      const to = beforeEnd(here.value, here.selectionEnd);
      return { html: head + toHtml(here.value), selection: document.activeElement === here ? { from, to } : null };
    },
    whenComposed(then) {
      if (composing.current) composing.current.after = then;
      else then();
    },
  }));
  return (
    <div className={s.editor}>
      {isWaiting && (
        // What will be there, so that nothing moves when it comes. A press on it leaves the caret where it is.
        <div className={s.bar} aria-hidden="true" onMouseDown={(event) => event.preventDefault()}>
          {marks.map(({ mark, icon }) => (
            <IconButton key={mark} icon={icon} label={t(`richText.${mark}`)} small disabled className={s.tool} />
          ))}
        </div>
      )}
      {head !== '' && (
        <div className={s.head}>
          <RichText html={head} />
        </div>
      )}
      <textarea
        ref={area}
        className={s.plain}
        aria-label={label}
        placeholder={head === '' ? placeholder : undefined}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to write
        autoFocus={autoFocus}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          onChange(head + toHtml(event.target.value));
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit();
        }}
        onCompositionStart={() => {
          composing.current = {};
        }}
        onCompositionEnd={() => {
          const after = composing.current?.after;
          composing.current = null;
          // Some browsers tell of the letter only after this.
          if (after) setTimeout(after);
        }}
      />
    </div>
  );
}
