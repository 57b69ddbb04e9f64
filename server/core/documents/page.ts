import type { Column, Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { legalLines, paymentLines } from '../../contracts/core/company.js';
import { brCode } from '../../contracts/core/pix.js';
import { readLogo } from './logo.js';
import { CONTENT_WIDTH, GREY, HAIRLINE, INK, LINE, MARGIN, printable, rule, SOFT, WARNING } from './paper.js';
import type { PrintableDocument } from './printable.js';
import { rowsTable } from './rows.js';
import { type Voice, voiceOf } from './voice.js';

const GAP = 9;
const TITLE_WIDTH = 190;
/** Of the code that a phone reads; three centimetres. */
const QR = 88;

/** The whole document for pdfmake, after the picture of the quote's page in the design. */
export function pageOf(doc: PrintableDocument): TDocumentDefinitions {
  const voice = voiceOf(doc.language, doc.company.country);
  const title = `${voice.t(`document.${doc.kind}`)} ${printable(doc.number)}`;
  return {
    pageSize: 'A4',
    pageMargins: [MARGIN, 40, MARGIN, 64],
    defaultStyle: { font: 'Roboto', fontSize: 8.5, lineHeight: 1.15, color: INK },
    language: voice.language,
    displayTitle: true,
    info: { title, author: printable(doc.company.name), creator: 'Sede', producer: 'Sede', creationDate: new Date(`${doc.day}T12:00:00.000Z`) },
    content: [head(doc, title, voice), clientOf(doc, voice), rowsTable(doc, voice), totals(doc, voice), payment(doc, voice), terms(doc, voice)],
    footer: (page, pages) => foot(doc, voice, page, pages),
  };
}

const joined = (...parts: (string | null | undefined)[]): string =>
  parts
    .map((part) => printable(part ?? '').trim())
    .filter((part) => part !== '')
    .join(' · ');

function head(doc: PrintableDocument, title: string, { t, format }: Voice): Content {
  const { company } = doc;
  const term =
    doc.kind === 'quote'
      ? doc.validUntil && t('document.validUntil', { day: format.longDay(doc.validUntil) })
      : doc.dueOn && t('document.dueOn', { day: format.longDay(doc.dueOn) });
  const legal = { taxId: null, stateRegistration: null, cityRegistration: null, ...company, country: company.country ?? '' };
  const cancelled = doc.kind === 'invoice' && doc.cancelled;
  const lines = [
    printable(company.legalName ?? '').trim(),
    printable(company.address ?? '')
      .trim()
      .replace(/\s*\n\s*/g, ' · '),
    joined(company.phone, company.email, company.site?.replace(/^https?:\/\//, '')),
    ...legalLines(legal).map(({ word, value }) => `${t(`document.${word}`)} ${printable(value)}`),
  ];
  const grey = (text: string): Content => ({ text, fontSize: 7.5, color: GREY, lineHeight: 1.2 });
  const logo = company.logo ? logoOf(company.logo) : null;
  const room = CONTENT_WIDTH - TITLE_WIDTH - GAP - (logo ? logo.width + GAP : 0);
  return {
    columnGap: GAP,
    // Widths are given, because a long word would widen a column that takes what is left.
    columns: [
      ...(logo ? [logo] : []),
      { width: room, stack: [{ text: printable(company.name), fontSize: 10, bold: true }, ...lines.filter((line) => line !== '').map(grey)] },
      {
        width: TITLE_WIDTH,
        alignment: 'right',
        stack: [
          { text: title, fontSize: 10, bold: true, color: company.accent ?? INK },
          grey(format.longDay(doc.day)),
          ...(cancelled ? [{ text: t('document.cancelled'), bold: true, color: WARNING }] : term ? [grey(term)] : []),
        ],
      },
    ],
  };
}

function logoOf(logo: Uint8Array): { image: string; width: number } {
  const { dataUrl, width, height } = readLogo(logo);
  return { image: dataUrl, width: width * Math.min(90 / width, 34 / height) };
}

function clientOf({ client, company }: PrintableDocument, { t }: Voice): Content {
  const part = (label: string, ...value: Content[]): Content => ({ stack: [{ text: label, fontSize: 7.5, color: SOFT }, ...value] });
  const cells: { width: number; cell: Content }[] = [
    {
      width: 1.2,
      cell: part(
        t('document.to'),
        { text: printable(client.name), bold: true },
        ...(client.attentionOf ? [{ text: t('document.attentionOf', { name: printable(client.attentionOf) }) }] : []),
      ),
    },
  ];
  if (client.taxId) cells.push({ width: 1, cell: part(t(company.country === 'BR' ? 'document.taxIdBR' : 'document.taxId'), printable(client.taxId)) });
  if (client.address) cells.push({ width: 1.2, cell: part(t('document.address'), printable(client.address)) });
  const gap = 12;
  const room = CONTENT_WIDTH - gap * (cells.length - 1);
  const sum = cells.reduce((all, { width }) => all + width, 0);
  return {
    margin: [0, 15, 0, 11],
    stack: [
      rule(LINE, HAIRLINE),
      { margin: [0, 7, 0, 7], columnGap: gap, columns: cells.map(({ width, cell }) => ({ width: (room * width) / sum, stack: [cell] })) },
      rule(LINE, HAIRLINE),
    ],
  };
}

function totals(doc: PrintableDocument, { t, format }: Voice): Content {
  const small = (label: string, value: string): Content[] => [
    { text: label, color: GREY },
    { text: value, color: GREY, alignment: 'right', noWrap: true },
  ];
  const large = (label: string, value: string): Content[] => [
    { text: label, bold: true, fontSize: 10.5 },
    { text: value, bold: true, fontSize: 10.5, alignment: 'right', noWrap: true },
  ];
  const taxed = doc.taxes.map(({ rate, net, tax }) => small(t('document.tax', { rate: format.percent(rate), base: format.amount(net) }), format.amount(tax)));
  const { discounts } = doc;
  const before = [
    ...(discounts ? [small(t('document.gross'), format.amount(discounts.gross)), small(t('document.discounts'), format.amount(discounts.discount))] : []),
    ...(taxed.length > 0 ? [small(t('document.net'), format.amount(doc.net)), ...taxed] : []),
  ];
  const after =
    doc.kind === 'invoice' && doc.paid.amount !== 0 ? [small(t('document.paid'), format.money(doc.paid)), large(t('document.due'), format.money(doc.due))] : [];
  const totalAt = before.length;
  return {
    // Kept together, unless there are so many rates that it may not fit on one page.
    unbreakable: doc.taxes.length < 20,
    margin: [CONTENT_WIDTH - 205, 8, 0, 0],
    table: { widths: ['*', 'auto'], body: [...before, large(t('document.total'), format.money(doc.total)), ...after] },
    layout: {
      hLineWidth: (index) => (index === totalAt && before.length > 0 ? 0.75 : 0),
      vLineWidth: () => 0,
      hLineColor: () => INK,
      paddingLeft: () => 0,
      paddingRight: () => 0,
      paddingTop: (index) => (index === totalAt ? 5 : 1.5),
      paddingBottom: (index) => (index === totalAt - 1 ? 4 : 1.5),
    },
  };
}

/** How an invoice that is not paid yet can be paid: with its number, by which the payment is found again. */
function payment(doc: PrintableDocument, { t }: Voice): Content {
  const { company } = doc;
  if (doc.kind !== 'invoice' || doc.due.amount <= 0) return [];
  const lines = paymentLines(company.country, company.bank ?? null);
  if (lines.length === 0) return [];
  const row = (label: string, value: string): Content[] => [
    { text: label, color: GREY },
    { text: printable(value), bold: true },
  ];
  const pix = brCode({ ...company, name: company.legalName || company.name }, doc.due, doc.number);
  const width = CONTENT_WIDTH - (pix ? QR + GAP : 0);
  const how: Column = {
    width,
    stack: [
      { text: t('document.payment'), bold: true, margin: [0, 0, 0, 3], color: company.accent ?? INK },
      {
        table: {
          widths: [90, width - 90],
          body: [...lines.map(({ word, value }) => row(t(`document.${word}`), value)), row(t('document.reference'), doc.number)],
        },
        layout: { hLineWidth: () => 0, vLineWidth: () => 0, paddingLeft: () => 0, paddingRight: () => 0, paddingTop: () => 1, paddingBottom: () => 1 },
      },
    ],
  };
  const code: Column = {
    width: QR,
    stack: pix
      ? [
          { qr: pix, fit: QR, eccLevel: 'M' },
          { text: t('document.pixCode'), fontSize: 7, color: GREY, alignment: 'center', margin: [0, 2, 0, 0] },
        ]
      : [],
  };
  return { unbreakable: true, margin: [0, 14, 0, 0], columnGap: GAP, columns: pix ? [how, code] : [how] };
}

function terms({ terms: text }: PrintableDocument, { t }: Voice): Content {
  const paragraphs = printable(text ?? '')
    .trim()
    .split(/\n+/)
    .filter((paragraph) => paragraph.trim() !== '');
  if (paragraphs.length === 0) return [];
  const [first = '', ...others] = paragraphs.map((paragraph): Content => ({ text: paragraph, color: GREY, margin: [0, 0, 0, 3] }));
  const label: Content = { text: t('document.terms'), bold: true, margin: [0, 0, 0, 3] };
  return {
    margin: [0, 14, CONTENT_WIDTH * 0.12, 0],
    // The label stays with what it labels; a paragraph that may be higher than a page has to be broken.
    stack: [{ unbreakable: (paragraphs[0]?.length ?? 0) < 1500, stack: [label, first] }, ...others],
  };
}

function foot(doc: PrintableDocument, { t }: Voice, page: number, pages: number): Content {
  const said = doc.kind === 'invoice' ? [t('document.footerInvoice')] : doc.accepted ? [] : [t('document.footerQuote')];
  if (doc.company.country === 'BR') said.push(t('document.notFiscal'));
  return {
    margin: [MARGIN, 12, MARGIN, 0],
    stack: [
      rule(LINE, HAIRLINE),
      {
        margin: [0, 6, 0, 0],
        fontSize: 7.5,
        color: SOFT,
        columns: [
          { width: '*', stack: said.map((text) => ({ text })) },
          { width: 60, alignment: 'right', text: t('document.page', { page, pages }) },
        ],
      },
    ],
  };
}
