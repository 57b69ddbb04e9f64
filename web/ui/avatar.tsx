import s from './avatar.module.css';

/** First letters of the first and the last word: `Lia de Moura` → `LM`. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
}

/** Initials on a well; 20 in cards, 22 in lists, 28 at the top. */
export function Avatar({ name, size = 22 }: { name: string; size?: 20 | 22 | 28 }) {
  return (
    <span className={s.avatar} data-size={size} title={name} role="img" aria-label={name}>
      <span aria-hidden="true">{initialsOf(name)}</span>
    </span>
  );
}

/** Initials and name; the initials are decoration here. */
export function PersonName({ name }: { name: string }) {
  return (
    <span className={s.person}>
      <span className={s.avatar} data-size={22} aria-hidden="true">
        {initialsOf(name)}
      </span>
      <span className={s.name}>{name}</span>
    </span>
  );
}
