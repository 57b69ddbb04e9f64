import type { Content } from 'pdfmake/interfaces.js';

/** Points; A4 is 595.28 wide. */
export const MARGIN = 42;
export const CONTENT_WIDTH = 595.28 - 2 * MARGIN;
export const HAIRLINE = 0.6;

export const INK = '#1c1f1e';
export const GREY = '#505455';
export const SOFT = '#636869';
export const WARNING = '#b3261e';
export const LINE = '#e2e2dd';
export const ROW_LINE = '#e8e8e4';

/** A line over the whole width of the text. */
export const rule = (lineColor: string, lineWidth: number): Content => ({
  canvas: [{ type: 'line', x1: 0, y1: 0, x2: CONTENT_WIDTH, y2: 0, lineWidth, lineColor }],
});

/** Text without what cannot be set in type: control characters, halves of surrogate pairs, byte order marks. */
export function printable(text: string): string {
  return (
    text
      .replace(/\r\n?|[\u2028\u2029]/g, '\n')
      .replace(/\t/g, ' ')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be removed
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufeff]|\p{Surrogate}/gu, '')
  );
}

/** About how wide text is in Roboto: digits are all of one width, marks about half of that. For widths of columns only. */
export function widthOf(text: string, fontSize: number): number {
  let ems = 0;
  for (const character of text) ems += /[.,\s\u00a0:;|!]/.test(character) ? 0.27 : /[A-Z%WM@]/.test(character) ? 0.68 : 0.565;
  return ems * fontSize;
}
