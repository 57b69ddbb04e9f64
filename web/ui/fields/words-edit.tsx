import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../button.js';
import p from '../pieces.module.css';
import { type ControlProps, nativeProps } from './control.js';
import s from './edits.module.css';

/** Short texts such as tags: a comma, Enter or leaving ends one, Backspace in an empty field takes back the last. */
export function WordsEdit({ max, most, ...props }: ControlProps<string[]> & { max: number; most: number }) {
  const { t } = useTranslation('ui');
  const [text, setText] = useState('');
  const { value, onChange } = props;
  const take = (typed: string) => {
    const fresh = typed
      .split(',')
      .map((word) => word.trim().replace(/^#/, ''))
      .filter((word) => word !== '' && !value.includes(word));
    if (fresh.length > 0) onChange([...new Set([...value, ...fresh])].slice(0, most));
    setText('');
  };
  return (
    <div className={s.several}>
      {value.length > 0 && (
        <ul className={s.chosen}>
          {value.map((word) => (
            <li key={word} className={s.one}>
              <span>{word}</span>
              <IconButton small icon="x" label={t('fields.removeOne', { name: word })} onClick={() => onChange(value.filter((one) => one !== word))} />
            </li>
          ))}
        </ul>
      )}
      {value.length < most && (
        <input
          {...nativeProps(props)}
          className={p.input}
          maxLength={max}
          autoComplete="off"
          placeholder={t('fields.words')}
          value={text}
          onChange={(event) => (event.target.value.includes(',') ? take(event.target.value) : setText(event.target.value))}
          onBlur={() => take(text)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && text.trim() !== '') {
              event.preventDefault();
              event.stopPropagation();
              take(text);
            } else if (event.key === 'Backspace' && text === '' && value.length > 0) onChange(value.slice(0, -1));
          }}
        />
      )}
    </div>
  );
}
