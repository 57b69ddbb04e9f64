/** Currency, time zone and first day of the week that a company of a country most likely wants; all of it can be corrected. */
const table: Record<string, [currency: string, timeZone: string, weekStart: number]> = {
  AO: ['AOA', 'Africa/Luanda', 1],
  AR: ['ARS', 'America/Argentina/Buenos_Aires', 1],
  AT: ['EUR', 'Europe/Vienna', 1],
  AU: ['AUD', 'Australia/Sydney', 1],
  BE: ['EUR', 'Europe/Brussels', 1],
  BG: ['EUR', 'Europe/Sofia', 1],
  BO: ['BOB', 'America/La_Paz', 1],
  BR: ['BRL', 'America/Sao_Paulo', 0],
  CA: ['CAD', 'America/Toronto', 0],
  CH: ['CHF', 'Europe/Zurich', 1],
  CL: ['CLP', 'America/Santiago', 1],
  CN: ['CNY', 'Asia/Shanghai', 1],
  CO: ['COP', 'America/Bogota', 0],
  CZ: ['CZK', 'Europe/Prague', 1],
  DE: ['EUR', 'Europe/Berlin', 1],
  DK: ['DKK', 'Europe/Copenhagen', 1],
  EC: ['USD', 'America/Guayaquil', 1],
  EE: ['EUR', 'Europe/Tallinn', 1],
  EG: ['EGP', 'Africa/Cairo', 6],
  ES: ['EUR', 'Europe/Madrid', 1],
  FI: ['EUR', 'Europe/Helsinki', 1],
  FR: ['EUR', 'Europe/Paris', 1],
  GB: ['GBP', 'Europe/London', 1],
  GR: ['EUR', 'Europe/Athens', 1],
  HR: ['EUR', 'Europe/Zagreb', 1],
  HU: ['HUF', 'Europe/Budapest', 1],
  ID: ['IDR', 'Asia/Jakarta', 1],
  IE: ['EUR', 'Europe/Dublin', 1],
  IL: ['ILS', 'Asia/Jerusalem', 0],
  IN: ['INR', 'Asia/Kolkata', 0],
  IT: ['EUR', 'Europe/Rome', 1],
  JP: ['JPY', 'Asia/Tokyo', 0],
  KE: ['KES', 'Africa/Nairobi', 1],
  KR: ['KRW', 'Asia/Seoul', 0],
  KZ: ['KZT', 'Asia/Almaty', 1],
  LT: ['EUR', 'Europe/Vilnius', 1],
  LU: ['EUR', 'Europe/Luxembourg', 1],
  LV: ['EUR', 'Europe/Riga', 1],
  MX: ['MXN', 'America/Mexico_City', 0],
  MZ: ['MZN', 'Africa/Maputo', 1],
  NG: ['NGN', 'Africa/Lagos', 1],
  NL: ['EUR', 'Europe/Amsterdam', 1],
  NO: ['NOK', 'Europe/Oslo', 1],
  NZ: ['NZD', 'Pacific/Auckland', 1],
  PE: ['PEN', 'America/Lima', 0],
  PH: ['PHP', 'Asia/Manila', 0],
  PL: ['PLN', 'Europe/Warsaw', 1],
  PT: ['EUR', 'Europe/Lisbon', 1],
  PY: ['PYG', 'America/Asuncion', 0],
  RO: ['RON', 'Europe/Bucharest', 1],
  RS: ['RSD', 'Europe/Belgrade', 1],
  SE: ['SEK', 'Europe/Stockholm', 1],
  SG: ['SGD', 'Asia/Singapore', 0],
  SI: ['EUR', 'Europe/Ljubljana', 1],
  SK: ['EUR', 'Europe/Bratislava', 1],
  TH: ['THB', 'Asia/Bangkok', 0],
  TR: ['TRY', 'Europe/Istanbul', 1],
  UA: ['UAH', 'Europe/Kyiv', 1],
  US: ['USD', 'America/New_York', 0],
  UY: ['UYU', 'America/Montevideo', 1],
  VE: ['VES', 'America/Caracas', 0],
  VN: ['VND', 'Asia/Ho_Chi_Minh', 1],
  ZA: ['ZAR', 'Africa/Johannesburg', 0],
};

export interface Country {
  code: string;
  currency: string;
  timeZone: string;
  weekStart: number;
}

/** @param code ISO 3166-1 alpha-2. */
export function countryOf(code: string): Country | undefined {
  const row = table[code];
  return row && { code, currency: row[0], timeZone: row[1], weekStart: row[2] };
}

/** The time zones of a country, as far as the runtime knows them: a getter in earlier ones, a function in later. */
function zonesOf(code: string): string[] {
  const locale = new Intl.Locale('und', { region: code }) as { timeZones?: string[]; getTimeZones?(): string[] };
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}

/** All countries with their names in a language, in its alphabetical order. */
export function countriesIn(language: string): (Country & { name: string; timeZones: string[] })[] {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const order = new Intl.Collator(language);
  return Object.keys(table)
    .map((code) => ({ ...(countryOf(code) as Country), name: names.of(code) ?? code, timeZones: zonesOf(code) }))
    .sort((a, b) => order.compare(a.name, b.name));
}
