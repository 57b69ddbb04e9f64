import { hasText, texts } from '../i18n/texts.js';

/** Why a delivery did not arrive; put into words when it is read, under `core:webhook.error.<code>`. */
export class Undelivered extends Error {
  /** @param everything whether nothing else would arrive there now either: no answer at all, or one that speaks of the receiver as a whole. */
  constructor(
    readonly code: string,
    readonly params: Record<string, unknown>,
    readonly everything: boolean,
  ) {
    super(code);
  }

  /** As it is stored. */
  toText(): string {
    return JSON.stringify({ code: this.code, params: this.params });
  }
}

/** A stored reason in the words of its reader. */
export function reasonText(stored: string, language: string): string {
  const { code, params } = JSON.parse(stored) as { code: string; params: Record<string, unknown> };
  const key = `core:webhook.error.${code}`;
  return hasText(key) ? texts(language)(key, params) : code;
}
