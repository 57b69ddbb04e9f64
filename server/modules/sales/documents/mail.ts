import type { Invoice, Quote } from '../../../contracts/sales/records.js';
import { formats } from '../../../core/i18n/format.js';
import { texts } from '../../../core/i18n/texts.js';
import type { OutgoingMail } from '../../../core/mail/mailer.js';
import type { SalesRun } from '../run.js';
import type { DocumentOf, DocumentType } from './document.js';

/**
 * The mail that brings a document to its client, in the company's language.
 * @param message the sender's own words instead of the ready sentence.
 */
export function mailOf<T extends DocumentType>(
  run: SalesRun,
  type: T,
  document: DocumentOf[T],
  given: { name: string | null; url: string; message: string | undefined },
): OutgoingMail['content'] {
  const company = run.settings.company();
  const t = texts(company.language);
  const format = formats(company.language, company.timeZone, company.country);
  const key = (part: string) => `sales:mail.${type}.${part}`;
  const day = type === 'quote' ? (document as Quote).validUntil : (document as Invoice).dueOn;
  const params = {
    number: document.number,
    company: company.name,
    name: given.name,
    amount: document.total ? format.money(document.total) : '',
    due: day ? format.longDay(day) : '',
  };
  const term = day ? [t(key(type === 'quote' ? 'validUntil' : 'dueOn'), params)] : [];
  return {
    language: company.language,
    subject: t(key('subject'), params),
    heading: t(key('heading'), params),
    paragraphs: [t(key(given.name ? 'greeting' : 'greetingNoName'), params), given.message?.trim() || t(key('text'), params), ...term],
    button: { text: t(key('button'), params), url: given.url },
    footer: t(key('footer'), params),
  };
}
