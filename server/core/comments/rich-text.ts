import type { IOptions } from 'sanitize-html';
import type { Queries } from '../db/database.js';
import { invalidField } from '../http/problem.js';

/** Longest text of a comment as HTML, in UTF-16 units. */
export const longestHtml = 40_000;
/** More than these are no text but an attack on whoever takes it apart: nested, they cost the square of their number. */
const mostTags = 6_000;

const isLink = (href: string | undefined): boolean => /^(https?:\/\/|mailto:)[^\s]+$/i.test(href ?? '');
const isMention = (id: string | undefined): boolean => /^[1-9]\d{0,14}$/.test(id ?? '');

/** Everything that people may write; `rich-text.tsx` in the browser shows the same and nothing else. */
const rules: IOptions = {
  allowedTags: ['p', 'br', 'strong', 'em', 's', 'ul', 'ol', 'li', 'blockquote', 'code', 'pre', 'a', 'span'],
  allowedAttributes: { a: ['href', 'rel'], span: ['data-mention'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  nestingLimit: 16,
  transformTags: {
    b: 'strong',
    i: 'em',
    del: 's',
    strike: 's',
    ...Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'div'].map((tag) => [tag, 'p'])),
    a: (tagName, { href = '' }) => ({ tagName, attribs: { href, rel: 'noopener nofollow' } }),
  },
  // A link that leads nowhere safe, and a span that mentions nobody, are their text alone.
  exclusiveFilter: ({ tag, attribs }) =>
    (tag === 'a' && !isLink(attribs.href)) || (tag === 'span' && !isMention(attribs['data-mention'])) ? 'excludeTag' : false,
};

export interface RichText {
  html: string;
  /** The same without marks: for search, notices and mail. */
  words: string;
}

const signs: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** The words of HTML that was sanitised: only known tags are in it, and only these four signs are written as entities. */
export const wordsOf = (html: string): string =>
  html
    .replace(/<br[^>]*>|<\/(p|li|blockquote|pre)>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|amp);/g, (sign) => signs[sign] ?? sign)
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/** Whether there is anything to be seen in a text. */
export const isBlank = (words: string): boolean => !/[^\s\u200b-\u200d\u2060\ufeff]/u.test(words);

const mention = /<span data-mention="(\d+)">([^<]*)<\/span>/g;

/** Ids of the people whom a sanitised text mentions. */
export const mentionsIn = (html: string): number[] => [...new Set([...html.matchAll(mention)].map(([, id]) => Number(id)))];

/** Text as HTML. */
const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * What somebody wrote, with nothing in it that is not on the list. Mentions carry the name of the person whom they tell,
 * whatever stood there; those of unknown people become their text.
 * @param nameOf the name of a person, undefined for nobody.
 * @throws Refusal 422 naming the field for more tags than a text has.
 */
async function cleanRichText(given: string, nameOf: (id: number) => string | undefined, field = 'html'): Promise<RichText> {
  if (given.split('<', mostTags + 2).length > mostTags + 1) throw invalidField(field, 'too-many', { max: mostTags });
  // Read when something is written for the first time: it would be a tenth of what a start waits for.
  const { default: sanitizeHtml } = await import('sanitize-html');
  const html = sanitizeHtml(given, rules)
    .replace(/(<span data-mention="(\d+)">)(.*?)<\/span>/gs, (_, open: string, id: string, inner: string) => {
      const name = nameOf(Number(id));
      return name === undefined ? inner : `${open}@${escapeText(name)}</span>`;
    })
    // Lines that were left empty at the end say nothing.
    .replace(/(\s|<p>(\s|&nbsp;|<br \/>)*<\/p>)+$/, '')
    .trim();
  const words = wordsOf(html);
  return isBlank(words) ? { html: '', words: '' } : { html, words };
}

/** {@link cleanRichText} with the names of the people of the portal. Slow for a long text: before the transaction. */
export async function cleanForPeople(q: Queries, html: string, field = 'html'): Promise<RichText> {
  const named = [...new Set([...html.matchAll(/data-mention\s*=\s*["']?(\d{1,15})/gi)].map(([, id]) => Number(id)))].slice(0, 200);
  const people = named.length === 0 ? [] : await q.selectFrom('people').select(['id', 'name']).where('id', 'in', named).execute();
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return cleanRichText(html, (id) => names.get(id), field);
}
