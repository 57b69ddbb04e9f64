import { useState } from 'react';
import s from './avatar.module.css';

/** First letters of the first and the last word: `Lia de Moura` → `LM`. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
}

/** A picture as long as the browser can show it: initials are better than the sign of a broken one. */
function useReadable(photo: string | undefined): { shown: string | undefined; onError(): void } {
  const [broken, setBroken] = useState<string>();
  return { shown: photo === broken ? undefined : photo, onError: () => setBroken(photo) };
}

/** Initials on a well, or the picture at `photo`; 20 in cards, 22 in lists, 28 at the top, 72 on a person's page. */
export function Avatar({ name, size = 22, photo }: { name: string; size?: 20 | 22 | 28 | 72; photo?: string | undefined }) {
  const { shown, onError } = useReadable(photo);
  if (shown) return <img className={s.avatar} data-size={size} src={shown} alt={name} title={name} onError={onError} />;
  return (
    <span className={s.avatar} data-size={size} title={name} role="img" aria-label={name}>
      <span aria-hidden="true">{initialsOf(name)}</span>
    </span>
  );
}

/** Initials or picture, and name; the former is decoration here. */
export function PersonName({ name, photo }: { name: string; photo?: string | undefined }) {
  const { shown, onError } = useReadable(photo);
  return (
    <span className={s.person}>
      {shown ? (
        <img className={s.avatar} data-size={22} src={shown} alt="" onError={onError} />
      ) : (
        <span className={s.avatar} data-size={22} aria-hidden="true">
          {initialsOf(name)}
        </span>
      )}
      <span className={s.name}>{name}</span>
    </span>
  );
}
