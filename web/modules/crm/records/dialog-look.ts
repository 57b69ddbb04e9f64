import s from './dialogs.module.css';

/** A Mantine dialog in the measures and the look of all the others. */
export const dialogLook = {
  size: 520,
  radius: 'lg',
  centered: true,
  classNames: { content: s.content ?? '', header: s.header ?? '', title: s.title ?? '', body: s.body ?? '', overlay: s.scrim ?? '' },
} as const;
