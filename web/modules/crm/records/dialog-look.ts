import s from './dialogs.module.css';

/** Parts of a Mantine dialog in the look of all the others. */
export const dialogLook = { content: s.content ?? '', header: s.header ?? '', title: s.title ?? '', body: s.body ?? '', overlay: s.scrim ?? '' };
