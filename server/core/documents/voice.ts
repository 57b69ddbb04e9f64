import { type Formats, formats } from '../i18n/format.js';
import { nearestLanguage, type Translate, texts } from '../i18n/texts.js';

/** The words and formats of one document. */
export interface Voice {
  language: string;
  t: Translate;
  format: Formats;
}

/** @param country of the company whose document it is. */
export function voiceOf(wish: string, country: string | null): Voice {
  const language = nearestLanguage(wish);
  return { language, t: texts(language), format: formats(language, 'UTC', country) };
}
