import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { RichTextEditorProps } from './editor-props.js';
import { PlainEditor } from './plain-editor.js';
import s from './rich-text.module.css';

/** Fetched when somebody begins to write. Without the network, where it was never fetched, plain text can be written all the same. */
const load = () => import('./editor.js').catch(() => ({ default: PlainEditor }));
const Editor = lazy(load);

/** So that it is there when the first key is pressed. */
export const prefetchEditor = (): void => void load();

/** Where rich text is written: marks by the bar or by keys, people after an @. */
export function RichTextEditor(props: RichTextEditorProps) {
  const { t } = useTranslation('ui');
  return (
    <Suspense
      fallback={
        <div className={s.waiting} aria-busy="true">
          {t('richText.opening')}
        </div>
      }
    >
      <Editor {...props} />
    </Suspense>
  );
}
