import { Editor as TextEditor } from '@tiptap/core';
import { Placeholder } from '@tiptap/extensions';
import StarterKit from '@tiptap/starter-kit';
import { useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { EditorBar } from './editor-bar.js';
import type { HandedOver, Mentioned, RichTextEditorProps } from './editor-props.js';
import { type MentionHooks, mentionOf } from './mention.js';
import { MentionList } from './mention-list.js';
import s from './rich-text.module.css';

const isWeb = (url: string): boolean => /^(https?:\/\/|mailto:)/i.test(url);

const kit = StarterKit.configure({
  heading: false,
  horizontalRule: false,
  underline: false,
  trailingNode: false,
  link: {
    openOnClick: false,
    defaultProtocol: 'https',
    isAllowedUri: (url, { defaultValidate }) => defaultValidate(url) && (!url.includes(':') || isWeb(url)),
  },
});

interface Offer {
  people: readonly Mentioned[];
  choose(person: Mentioned): void;
  current: number;
}

/** The next of the people who may be chosen, beginning at `from`; -1 when there is none. */
function nextChoice(people: readonly Mentioned[], from: number, step: 1 | -1): number {
  for (let n = 0; n < people.length; n += 1) {
    const at = (from + step * n + people.length * 2) % people.length;
    if (people[at]?.maySee) return at;
  }
  return -1;
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const fits = (name: string, query: string): boolean => ` ${fold(name)}`.includes(` ${fold(query)}`);

/** The list of people at the caret: what it offers, which one is current, and the element that floats there. */
function useOffer(people: RichTextEditorProps['people']) {
  const [offer, setOffer] = useState<Offer | null>(null);
  const [host] = useState(() => Object.assign(document.createElement('div'), { className: s.float ?? '' }));
  const latest = useRef(offer);
  latest.current = offer;
  const ask = useRef(people);
  ask.current = people;
  const hooks = useMemo((): MentionHooks => {
    let unmount: (() => void) | null = null;
    const place = ({ x, y }: { x: number; y: number }) => {
      const rightmost = document.documentElement.clientWidth - host.offsetWidth - 8;
      Object.assign(host.style, { position: 'fixed', left: `${Math.max(8, Math.min(x, rightmost))}px`, top: `${y}px` });
    };
    return {
      people: (words) => ask.current?.(words) ?? Promise.resolve([]),
      onOffer({ query, people, choose, mount }) {
        unmount ??= mount(host, { onPosition: place });
        // Until the answer comes, those of the last one who still fit: Enter never takes somebody else.
        const fitting = people ?? latest.current?.people.filter(({ name }) => fits(name, query)) ?? [];
        setOffer({ people: fitting, choose, current: nextChoice(fitting, 0, 1) });
      },
      onKey({ key }) {
        const open = latest.current;
        if (!open || open.people.length === 0) return false;
        const { people, current, choose } = open;
        if (key === 'ArrowDown' || key === 'ArrowUp') {
          const step = key === 'ArrowDown' ? 1 : -1;
          setOffer({ ...open, current: nextChoice(people, current + step, step) });
          return true;
        }
        const person = people[current];
        if ((key !== 'Enter' && key !== 'Tab') || !person) return false;
        choose(person);
        return true;
      },
      onEnd() {
        unmount?.();
        unmount = null;
        setOffer(null);
      },
    };
  }, [host]);
  return { offer: offer && offer.people.length > 0 ? offer : null, host, hooks };
}

/** Writes rich text; fetched only when somebody begins to write (see lazy-editor). */
export default function Editor(props: RichTextEditorProps & { handedOver: HandedOver | null }) {
  const { label, placeholder = '', value, onChange, onSubmit, people, autoFocus, invalid, describedBy, handedOver } = props;
  const id = useId();
  const { offer, host, hooks } = useOffer(people);
  const latest = useRef({ value, onChange, onSubmit, autoFocus, placeholder, handedOver });
  latest.current = { value, onChange, onSubmit, autoFocus, placeholder, handedOver };
  const place = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<TextEditor | null>(null);
  // In the same moment in which it stands there: a key that is pressed now is meant for it.
  useLayoutEffect(() => {
    const { value, autoFocus, placeholder, handedOver } = latest.current;
    const made = new TextEditor({
      element: place.current,
      extensions: [kit, Placeholder.configure({ placeholder }), mentionOf(hooks)],
      content: handedOver?.html ?? value,
      ...(handedOver ? { parseOptions: { preserveWhitespace: true } } : {}),
      // The content security policy allows no styles written into the page; they stand in the module's own file.
      injectCSS: false,
      editorProps: {
        handleKeyDown(_view, event) {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return false;
          event.preventDefault();
          latest.current.onSubmit();
          return true;
        },
      },
      onUpdate: ({ editor }) => latest.current.onChange(editor.isEmpty ? '' : editor.getHTML()),
    });
    setEditor(made);
    const selection = handedOver ? handedOver.selection : autoFocus ? { from: 0, to: 0 } : null;
    if (selection) {
      // At once, not with the next frame as the editor itself would: until then what is typed would go elsewhere.
      const { size } = made.state.doc.content;
      const at = (beforeEnd: number) => (beforeEnd === 0 ? size : size - 1 - beforeEnd);
      made.commands.setTextSelection({ from: at(selection.from), to: at(selection.to) });
      made.view.focus();
    }
    return () => made.destroy();
  }, [hooks]);
  const list = `${id}-people`;
  const current = offer && offer.current >= 0 ? `${list}-${offer.current}` : undefined;
  const isOffered = offer !== null;
  const mentions = people !== undefined;
  useLayoutEffect(() => {
    if (!editor || editor.isDestroyed) return;
    const attributes = {
      role: 'textbox',
      'aria-label': label,
      'aria-multiline': 'true',
      ...(mentions ? { 'aria-autocomplete': 'list' } : {}),
      ...(isOffered ? { 'aria-controls': list } : {}),
      ...(current ? { 'aria-activedescendant': current } : {}),
      ...(invalid ? { 'aria-invalid': 'true' } : {}),
      ...(describedBy ? { 'aria-describedby': describedBy } : {}),
    };
    editor.setOptions({ editorProps: { ...editor.options.editorProps, attributes } });
  }, [editor, label, mentions, isOffered, list, current, invalid, describedBy]);
  return (
    // Marked as a field of its own while people are offered: then Esc closes the list and nothing else.
    <div className={s.editor} data-field={offer ? '' : undefined}>
      {editor ? <EditorBar editor={editor} /> : <div className={s.bar} />}
      <div ref={place} className={s.content} />
      {offer && createPortal(<MentionList id={list} people={offer.people} current={offer.current} onChoose={offer.choose} />, host)}
    </div>
  );
}
