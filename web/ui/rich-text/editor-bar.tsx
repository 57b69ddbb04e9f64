import type { Editor } from '@tiptap/core';
import { type FormEvent, type KeyboardEvent, useEffect, useReducer, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../button.js';
import { cx } from '../cx.js';
import p from '../pieces.module.css';
import { type Mark, marks } from './marks.js';
import s from './rich-text.module.css';

/** Code within a line for a few words, a block of its own for several lines. */
function toggleCode(editor: Editor): void {
  const { $from, $to } = editor.state.selection;
  if (editor.isActive('codeBlock') || !$from.sameParent($to)) editor.chain().focus().toggleCodeBlock().run();
  else editor.chain().focus().toggleCode().run();
}

/** What stands between a word and what is put behind it. */
function gap(editor: Editor): '' | ' ' {
  const { $from } = editor.state.selection;
  return /(^|\s)$/.test($from.parent.textBetween(0, $from.parentOffset, ' ', ' ')) ? '' : ' ';
}

function apply(editor: Editor, mark: Exclude<Mark, 'link'>): void {
  const chain = editor.chain().focus();
  if (mark === 'bold') chain.toggleBold().run();
  else if (mark === 'italic') chain.toggleItalic().run();
  else if (mark === 'strike') chain.toggleStrike().run();
  else if (mark === 'bulletList') chain.toggleBulletList().run();
  else if (mark === 'orderedList') chain.toggleOrderedList().run();
  else if (mark === 'blockquote') chain.toggleBlockquote().run();
  else if (mark === 'code') toggleCode(editor);
  else {
    chain.insertContent(`${gap(editor)}@`).run();
  }
}

/** `example.com/x` is meant as an address of the web. */
const toUrl = (typed: string): string => (/^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : typed.includes('@') ? `mailto:${typed}` : `https://${typed}`);

/** The buttons above the text: one stop of Tab, arrows walk. */
export function EditorBar({ editor }: { editor: Editor }) {
  const { t } = useTranslation('ui');
  const [at, setAt] = useState(0);
  const [link, setLink] = useState<string | null>(null);
  const [, look] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    editor.on('transaction', look);
    return () => void editor.off('transaction', look);
  }, [editor]);
  const active = Object.fromEntries(marks.map(({ mark }) => [mark, editor.isActive(mark) || (mark === 'code' && editor.isActive('codeBlock'))]));
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = (at + step + marks.length) % marks.length;
    setAt(next);
    event.currentTarget.querySelectorAll('button')[next]?.focus();
  };
  const setAddress = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const typed = link?.trim() ?? '';
    const chain = editor.chain().focus().extendMarkRange('link');
    if (typed === '') chain.unsetLink().run();
    else if (editor.state.selection.empty && !active.link)
      chain
        .insertContent([
          ...(gap(editor) ? [{ type: 'text', text: ' ' }] : []),
          { type: 'text', text: typed, marks: [{ type: 'link', attrs: { href: toUrl(typed) } }] },
        ])
        .run();
    else chain.setLink({ href: toUrl(typed) }).run();
    setLink(null);
  };
  return (
    <>
      <div role="toolbar" aria-label={t('richText.bar')} className={s.bar} onKeyDown={walk}>
        {marks.map(({ mark, icon }, index) => (
          <IconButton
            key={mark}
            icon={icon}
            label={t(`richText.${mark}`)}
            small
            tabIndex={index === at ? 0 : -1}
            aria-pressed={mark === 'mention' ? undefined : active[mark]}
            className={cx(s.tool, active[mark] && s.on)}
            // The text keeps the caret.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              setAt(index);
              if (mark === 'link') setLink(link === null ? ((editor.getAttributes('link').href as string | undefined) ?? '') : null);
              else apply(editor, mark);
            }}
          />
        ))}
      </div>
      {link !== null && (
        <div
          role="group"
          aria-label={t('richText.link')}
          className={s.link}
          data-field=""
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === 'Enter') setAddress(event);
            if (event.key !== 'Escape') return;
            setLink(null);
            editor.commands.focus();
          }}
        >
          <input
            className={p.input}
            // biome-ignore lint/a11y/noAutofocus: the person has just asked for it
            autoFocus
            aria-label={t('richText.address')}
            placeholder={t('richText.address')}
            inputMode="url"
            value={link}
            onChange={(event) => setLink(event.target.value)}
          />
          <Button small look="quiet" onClick={setAddress}>
            {t(link.trim() === '' && active.link ? 'richText.noLink' : 'richText.setLink')}
          </Button>
        </div>
      )}
    </>
  );
}
