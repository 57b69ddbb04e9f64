import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonName } from '../avatar.js';
import { cx } from '../cx.js';
import type { Mentioned } from './editor-props.js';
import s from './rich-text.module.css';

interface MentionListProps {
  id: string;
  people: readonly Mentioned[];
  /** Index of the one that Enter takes; -1 for none. */
  current: number;
  onChoose: (person: Mentioned) => void;
}

/** People below the @; the caret stays in the text, so it is the editor that says which one is current. */
export function MentionList({ id, people, current, onChoose }: MentionListProps) {
  const { t } = useTranslation('ui');
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <div ref={list} id={id} role="listbox" aria-label={t('richText.people')} className={s.people}>
      {people.map((person, index) => (
        // The focus stays in the text, see its aria-activedescendant.
        <div
          key={person.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === current}
          aria-disabled={!person.maySee || undefined}
          className={cx(s.person, index === current && s.current, !person.maySee && s.blind)}
          // A click would take the caret out of the text before it is heard.
          onMouseDown={(event) => {
            event.preventDefault();
            if (person.maySee) onChoose(person);
          }}
        >
          <PersonName name={person.name} />
          {!person.maySee && <span className={s.why}>{t('richText.cannotSee')}</span>}
        </div>
      ))}
    </div>
  );
}
