/** All time zones of the browser, with the current one even where the browser does not know it. */
export function zoneOptions(current: string): { value: string; label: string }[] {
  const zones = Intl.supportedValuesOf('timeZone');
  return [...new Set([...zones, 'UTC', current])].sort().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
}

/** Currencies with their names in a language: `BRL · Brazilian real`. */
export function currencyOptions(current: string, language: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([language], { type: 'currency' });
  return [...new Set([...Intl.supportedValuesOf('currency'), current])].sort().map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }));
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
