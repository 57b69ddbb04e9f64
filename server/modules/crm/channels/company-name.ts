import { fold } from '../../../core/search/fold.js';

/** What says in which form a company is incorporated, not which company it is; folded, without signs. */
const legalForms = new Set(['ltda', 'limitada', 'me', 'epp', 'eireli', 'sa', 'llc', 'inc', 'ltd', 'limited', 'gmbh', 'sarl', 'sl', 'corp', 'co', 'cia']);
/** "& Co", "e Cia": what is left of them once the form is gone. */
const joiners = new Set(['e', 'and', 'y', 'et', 'und']);

/**
 * The part of a company's name by which it is known again: folded, without signs and legal forms, so that "Construtora Ipê" and
 * "CONSTRUTORA IPÊ Ltda. - ME" are one. A name of nothing else stays as it is.
 */
export function companyCore(name: string): string {
  const folded = fold(name);
  const words = folded
    .replace(/[.'’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/ s a(?= |$)/g, ' sa')
    .split(' ');
  const last = () => words.at(-1) ?? '';
  if (words[0] === 'cia' && words.length > 1) words.shift();
  while (words.length > 1 && legalForms.has(last())) {
    words.pop();
    if (words.length > 1 && joiners.has(last())) words.pop();
  }
  return words.join(' ') || folded;
}
