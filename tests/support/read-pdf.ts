import { inflateSync } from 'node:zlib';

/** What can be read in a PDF as pdfmake writes it: enough to find words on pages, no reader for PDFs of others. */
export interface ReadPdf {
  /** The text of each page, one line per placed line. */
  pages: string[];
  /** The file as Latin-1, for looking at its dictionaries. */
  info: string;
  /** The largest x at which some text begins, in points. */
  rightmost: number;
}

interface PdfObject {
  head: string;
  stream: string | undefined;
}

/** Reads the text of a PDF's pages through the ToUnicode tables of its fonts. */
export function readPdf(pdf: Buffer): ReadPdf {
  const info = pdf.toString('latin1');
  const objects = readObjects(info);
  const find = (id: string | undefined): PdfObject => objects.get(id ?? '') ?? { head: '', stream: undefined };
  const fontTables = new Map<string, Map<string, string>>();
  const pages: string[] = [];
  let rightmost = 0;
  for (const { head } of objects.values()) {
    if (!/\/Type \/Page\b/.test(head)) continue;
    const resources = find(/\/Resources (\d+) 0 R/.exec(head)?.[1]).head;
    const fontDictionary = /\/Font <<([\s\S]*?)>>/.exec(resources)?.[1] ?? '';
    for (const [, name = '', id] of fontDictionary.matchAll(/\/(\w+) (\d+) 0 R/g)) {
      const table = find(/\/ToUnicode (\d+) 0 R/.exec(find(id).head)?.[1]).stream ?? '';
      fontTables.set(name, readTable(table));
    }
    const content = find(/\/Contents (\d+) 0 R/.exec(head)?.[1]).stream ?? '';
    const { text, right } = readContent(content, fontTables);
    pages.push(text);
    rightmost = Math.max(rightmost, right);
  }
  return { pages, info, rightmost };
}

function readObjects(pdf: string): Map<string, PdfObject> {
  const objects = new Map<string, PdfObject>();
  for (const match of pdf.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [, id = '', body = ''] = match;
    const at = body.indexOf('stream\n');
    const head = at < 0 ? body : body.slice(0, at);
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0);
    const raw = at < 0 ? undefined : Buffer.from(body.slice(at + 7, at + 7 + length), 'latin1');
    const isText = raw && !/\/Subtype \/Image|\/Length1|\/FontFile/.test(head);
    objects.set(id, { head, stream: isText ? (/FlateDecode/.test(head) ? inflateSync(raw) : raw).toString('latin1') : undefined });
  }
  return objects;
}

const fromUtf16 = (hex: string): string => String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16)));

/** Glyph number, as four hexadecimal digits, to the text it stands for. */
function readTable(cmap: string): Map<string, string> {
  const table = new Map<string, string>();
  for (const [, start = '', , list = ''] of cmap.matchAll(/<(\w{4})> <(\w{4})> \[([^\]]*)\]/g)) {
    let glyph = Number.parseInt(start, 16);
    for (const [, hex = ''] of list.matchAll(/<([^>]*)>/g)) table.set((glyph++).toString(16).padStart(4, '0'), fromUtf16(hex.replace(/\s/g, '')));
  }
  return table;
}

function readContent(content: string, fonts: Map<string, Map<string, string>>): { text: string; right: number } {
  let table = new Map<string, string>();
  let text = '';
  let right = 0;
  let lastY = '';
  for (const line of content.split('\n')) {
    const font = /^\/(\w+) [\d.]+ Tf/.exec(line)?.[1];
    if (font) table = fonts.get(font) ?? new Map();
    const place = /^1 0 (?:0|-0) 1 (-?[\d.]+) (-?[\d.]+) Tm/.exec(line);
    if (place) {
      const [, x = '0', y = ''] = place;
      right = Math.max(right, Number(x));
      if (y !== lastY) text += '\n';
      lastY = y;
    }
    for (const [, hex = ''] of line.matchAll(/<([0-9a-f]+)>(?=[^\]]*\] TJ)/g)) {
      text += (hex.match(/.{4}/g) ?? []).map((glyph) => table.get(glyph) ?? '').join('');
    }
  }
  return { text, right };
}
