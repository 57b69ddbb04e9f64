import i18next from 'i18next';
import { initReactI18next, setI18n } from 'react-i18next';
import { countFormatter } from '../../server/contracts/core/count-formatter.js';
import { formatQuantity } from '../ui/format.js';
import { isolated } from './isolated.js';

export const languages = ['en', 'pt-BR'] as const;
export type Language = (typeof languages)[number];

const stored = 'sede.language';
const files = import.meta.glob<{ default: Record<string, unknown> }>('../messages/*/*.json');

/** The language the portal has that fits a tag such as `pt`, `pt-PT` or `en-US`; undefined when none does. */
function fitting(tag: string | null | undefined): Language | undefined {
  if (!tag) return undefined;
  return languages.find((each) => each === tag) ?? languages.find((each) => each.split('-')[0] === tag.split('-')[0]);
}

function remembered(): string | null {
  try {
    return localStorage.getItem(stored);
  } catch {
    // Storage is refused by the browser's settings; then the browser's own language decides.
    return null;
  }
}

/** Before sign-in: what was chosen in this browser, else what the browser asks for, else the portal's. */
export function guessLanguage(portal?: string): Language {
  const wished = [remembered(), ...navigator.languages];
  for (const tag of wished) {
    const found = fitting(tag);
    if (found) return found;
  }
  return fitting(portal) ?? 'en';
}

const loaded = new Set<string>();

async function load(language: string, namespace: string): Promise<void> {
  const key = `${language}/${namespace}`;
  const file = files[`../messages/${key}.json`];
  if (loaded.has(key) || !file) return;
  const texts = await file();
  loaded.add(key);
  i18next.addResourceBundle(language, namespace, texts.default, true, true);
}

const wanted = new Set<string>(['core', 'ui']);

/** Fetches the texts of these namespaces (module ids, `setup`) in the language in use and in every one chosen later. */
export async function loadTexts(namespaces: readonly string[]): Promise<void> {
  for (const namespace of namespaces) wanted.add(namespace);
  await Promise.all(namespaces.map((namespace) => load(i18next.language, namespace)));
}

/** Fetches texts in a language that the person may not read the portal in, such as the one of a document; the portal's own where there is none. */
export async function loadTextsIn(tag: string, namespaces: readonly string[]): Promise<Language> {
  const language = fitting(tag) ?? 'en';
  await Promise.all(namespaces.map((namespace) => load(language, namespace)));
  return language;
}

export async function startTexts(language: Language): Promise<void> {
  await i18next
    .use(initReactI18next)
    .use(countFormatter(formatQuantity))
    .init({
      lng: language,
      fallbackLng: false,
      ns: [],
      defaultNS: 'core',
      resources: {},
      // The usual one, but said: otherwise each key is looked at for whether it is a sentence.
      keySeparator: '.',
      // React escapes for HTML; here names are kept from turning the sentence around.
      interpolation: { escapeValue: true, escape: isolated, alwaysFormat: true },
      react: { useSuspense: false, bindI18nStore: 'added' },
    });
  // React's binding copies every property of its own that the instance has, for each component that asks for texts; this one has none.
  setI18n(Object.create(i18next));
  await Promise.all([...wanted].map((namespace) => load(language, namespace)));
  document.documentElement.lang = language;
}

/** Switches every text on the screen; with `remember` this browser keeps it until somebody signs in. */
export async function switchLanguage(tag: string, remember: boolean): Promise<void> {
  const language = fitting(tag) ?? 'en';
  if (remember) {
    try {
      localStorage.setItem(stored, language);
    } catch {
      // Without storage the choice holds until the page is closed.
    }
  }
  await Promise.all([...wanted].map((namespace) => load(language, namespace)));
  if (i18next.language !== language) await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
