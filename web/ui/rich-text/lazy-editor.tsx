import { type ComponentType, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { HandedOver, RichTextEditorProps } from './editor-props.js';
import { PlainEditor, type PlainHandle } from './plain-editor.js';

let Editor: ComponentType<RichTextEditorProps & { handedOver: HandedOver | null }> | null = null;

/** Fetched when somebody begins to write. @returns whether it is there: without the network, where it was never fetched, it is not. */
const load = (): Promise<boolean> =>
  import('./editor.js').then(
    (module) => {
      Editor = module.default;
      return true;
    },
    () => false,
  );

/** So that it is there when the first key is pressed. */
export const prefetchEditor = (): void => void load();

/**
 * Where rich text is written: marks by the bar or by keys, people after an @. Until that has come, plain text is written in the same place;
 * text, caret and focus go over.
 */
export function RichTextEditor(props: RichTextEditorProps) {
  const [stage, setStage] = useState<'coming' | 'here' | 'absent'>(Editor ? 'here' : 'coming');
  const [handedOver, setHandedOver] = useState<HandedOver | null>(null);
  const plain = useRef<PlainHandle>(null);
  useEffect(() => {
    if (stage !== 'coming') return;
    let isGone = false;
    void load().then((isThere) => {
      if (isGone) return;
      if (!isThere) return setStage('absent');
      plain.current?.whenComposed(() => {
        // At once: no key is pressed between what is read here and the editor that takes it.
        if (!isGone)
          flushSync(() => {
            setHandedOver(plain.current?.read() ?? null);
            setStage('here');
          });
      });
    });
    return () => {
      isGone = true;
    };
  }, [stage]);
  if (stage === 'here' && Editor) return <Editor {...props} handedOver={handedOver} />;
  return <PlainEditor {...props} isWaiting={stage === 'coming'} ref={plain} />;
}
