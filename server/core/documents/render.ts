import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
import { pageOf } from './page.js';
import { DocumentError, type PrintableDocument } from './printable.js';

const fonts = createRequire(import.meta.url)('pdfmake/fonts/Roboto.js') as Record<string, Record<'normal' | 'bold' | 'italics' | 'bolditalics', string>>;
const fontFiles = new Set(Object.values(fonts).flatMap((family) => Object.values(family)));

pdfmake.setFonts(fonts);
// A document is made of what it was given: nothing is fetched, and no file but the fonts is read.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => fontFiles.has(path));

/**
 * A quote or invoice as PDF. The same document gives the same bytes. It takes CPU time (300 rows: about half a second), so the server
 * renders through {@link file://./worker.ts}.
 * @throws {DocumentError} `logo` when the logo cannot be read.
 */
export async function renderDocument(doc: PrintableDocument): Promise<Buffer> {
  try {
    return await pdfmake.createPdf(pageOf(doc)).getBuffer();
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Invalid image')) throw new DocumentError('logo', 'The logo cannot be read', { cause: error });
    throw error;
  }
}
