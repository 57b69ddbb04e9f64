/** Signs of scripts that are written from right to left, and those by which a text sets its own direction. */
const turning = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Those that begin and end what is set apart. */
const isolates = /[\u2066-\u2069]/g;

/** Whether each that begins in a text also ends there. */
function isWhole(text: string): boolean {
  let depth = 0;
  for (const [sign] of text.matchAll(isolates)) {
    depth += sign === '\u2069' ? -1 : 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** A name as it stands within a sentence: one that is read from right to left, or turns what follows, is set apart, so that the rest of the sentence keeps its order. */
export const isolated = (text: string): string => (turning.test(text) ? `\u2068${isWhole(text) ? text : text.replace(isolates, '')}\u2069` : text);
