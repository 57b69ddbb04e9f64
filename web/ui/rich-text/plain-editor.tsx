import { useState } from 'react';
import type { RichTextEditorProps } from './editor-props.js';
import s from './rich-text.module.css';

const toText = (html: string): string => {
  const { body } = new DOMParser().parseFromString(html.replace(/<br[^>]*>|<\/(p|li)>(?=.)/g, '\n'), 'text/html');
  return body.textContent ?? '';
};
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const toHtml = (text: string): string => (text.trim() === '' ? '' : `<p>${escaped(text).replaceAll('\n', '<br>')}</p>`);

/** Stands in for the editor where that cannot be fetched. */
export function PlainEditor({ label, placeholder, value, onChange, onSubmit, autoFocus, invalid, describedBy }: RichTextEditorProps) {
  const [text, setText] = useState(() => toText(value));
  return (
    <textarea
      className={s.plain}
      aria-label={label}
      placeholder={placeholder}
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to write
      autoFocus={autoFocus}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onChange(toHtml(event.target.value));
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit();
      }}
    />
  );
}
