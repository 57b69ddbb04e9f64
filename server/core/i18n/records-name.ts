import { hasText, texts } from './texts.js';

/** The name of the records of a kind at the beginning of a line: `crm.deal` is "Deals". */
export function recordsName(type: string, language: string): string {
  const key = type.replace('.', ':records.');
  const name = hasText(key) ? texts(language)(key) : type;
  return name.charAt(0).toUpperCase() + name.slice(1);
}
