import { readdirSync, readFileSync } from 'node:fs';
import i18next from 'i18next';
import { countFormatter } from '../../contracts/core/count-formatter.js';
import { localeIn } from '../../contracts/core/locale.js';

/** The text of a key such as `core:mail.invite.subject`, its `{{names}}` filled in; nothing is escaped. */
export type Translate = (key: string, params?: Readonly<Record<string, unknown>>) => string;

/** The language whose texts stand in where another has none. */
const FALLBACK_LANGUAGE = 'en';

// The same relative place in the sources and in the built product, to which the folder is copied.
const folder = new URL('../../messages/', import.meta.url);

type Texts = Record<string, unknown>;

function readLanguage(language: string): Record<string, Texts> {
  const files = readdirSync(new URL(`${language}/`, folder)).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    files.map((name) => [name.slice(0, -'.json'.length), JSON.parse(readFileSync(new URL(`${language}/${name}`, folder), 'utf8')) as Texts]),
  );
}

/** The languages that have a folder of texts, as BCP 47 tags, in the order of the alphabet. */
export const languages: readonly string[] = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

const numbers = new Map(languages.map((language) => [language, new Intl.NumberFormat(localeIn(language, null), { maximumFractionDigits: 3 })]));
const formatter = countFormatter((value, language) => numbers.get(language)?.format(value) ?? String(value));

const i18n = i18next.createInstance();
await i18n.use(formatter).init({
  resources: Object.fromEntries(languages.map((language) => [language, readLanguage(language)])),
  fallbackLng: FALLBACK_LANGUAGE,
  defaultNS: 'core',
  // The usual one, but said: otherwise each key is looked at for whether it is a sentence.
  keySeparator: '.',
  // Mail in HTML and PDF escape for themselves.
  interpolation: { escapeValue: false, alwaysFormat: true },
  returnNull: false,
});

/**
 * The supported language nearest to a wish: itself, else another variety of the same language (`pt-PT` → `pt-BR`), else English.
 * @param wish a BCP 47 tag as a person, a browser or the settings give it.
 */
export function nearestLanguage(wish: string | null | undefined): string {
  const tag = (wish ?? '').toLowerCase();
  const primary = (of: string): string => of.toLowerCase().split('-')[0] ?? '';
  return languages.find((language) => language.toLowerCase() === tag) ?? languages.find((language) => primary(language) === primary(tag)) ?? FALLBACK_LANGUAGE;
}

/** The texts of one language; a key that it lacks is taken from English. */
export function texts(language: string | null | undefined): Translate {
  const fixed = i18n.getFixedT(nearestLanguage(language));
  return (key, params) => String(fixed(key, { ...params }));
}

/** Whether a key is there in some language: for codes that come from a module, such as those of notices. */
export const hasText = (key: string): boolean => i18n.exists(key, { lng: FALLBACK_LANGUAGE });
