import i18next from 'i18next';
import { zoneName } from '../zone-name.js';

/** All time zones of the browser, or these, with the current one even where it is none of them. */
export function zoneOptions(current: string, zones: readonly string[] = Intl.supportedValuesOf('timeZone')): { value: string; label: string }[] {
  return [...new Set([...zones, 'UTC', current])]
    .map((zone) => ({ value: zone, label: zoneName(zone) }))
    .sort((a, b) => a.label.localeCompare(b.label, i18next.language));
}

/** Out of use, though browsers still know their names: kuna, lev, convertible peso, guilder of the Antilles, old leone, Zimbabwean dollar of 2009. */
const retired = new Set(['ANG', 'BGN', 'CUC', 'HRK', 'SLL', 'ZWL']);

/** What a browser still calls by an older name: since 2015 the sol is no new one. */
const renamed: Record<string, Record<string, string>> = { 'pt-BR': { PEN: 'Sol peruano' } };

/** Currencies with their names in a language, `BRL · Brazilian real`: those of the browser, or these; one without a name, or out of use, only where it is the current one. */
export function currencyOptions(
  current: string,
  language: string,
  codes: readonly string[] = Intl.supportedValuesOf('currency'),
): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([language], { type: 'currency', fallback: 'none' });
  return [...new Set([...codes, current])]
    .sort()
    .map((code) => [code, renamed[language]?.[code] ?? names.of(code)] as const)
    .filter(([code, name]) => code !== '' && (code === current || (name !== undefined && !retired.has(code))))
    .map(([code, name]) => ({ value: code, label: name === undefined ? code : `${code} · ${name}` }));
}

/** ISO 3166-1 alpha-2 codes are taken from the names the browser knows. */
export function countryOptions(current: string, language: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  const english = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  // Withdrawn and grouping codes have names too; they are no countries a company sits in.
  const not = new Set([
    'EU',
    'EZ',
    'UN',
    'QO',
    'XA',
    'XB',
    'ZZ',
    'AN',
    'BU',
    'CS',
    'DD',
    'FX',
    'NT',
    'SU',
    'TP',
    'YD',
    'YU',
    'ZR',
    'UK',
    'DY',
    'HV',
    'NH',
    'RH',
    'VD',
    'AC',
    'CP',
    'CQ',
    'DG',
    'EA',
    'IC',
    'TA',
  ]);
  const codes = letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => !not.has(code) && english.of(code) !== undefined);
  return [...new Set([...codes, current])]
    .filter(Boolean)
    .map((code) => ({ value: code, label: names.of(code) ?? code }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
}
