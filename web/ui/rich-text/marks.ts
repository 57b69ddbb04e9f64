import type { IconName } from '../icon.js';

export type Mark = 'bold' | 'italic' | 'strike' | 'bulletList' | 'orderedList' | 'blockquote' | 'code' | 'link' | 'mention';

/** The buttons above the text, in their order. */
export const marks: readonly { mark: Mark; icon: IconName }[] = [
  { mark: 'bold', icon: 'bold' },
  { mark: 'italic', icon: 'italic' },
  { mark: 'strike', icon: 'strike' },
  { mark: 'link', icon: 'link' },
  { mark: 'bulletList', icon: 'list' },
  { mark: 'orderedList', icon: 'numbers' },
  { mark: 'blockquote', icon: 'quote' },
  { mark: 'code', icon: 'code' },
  { mark: 'mention', icon: 'at' },
];
