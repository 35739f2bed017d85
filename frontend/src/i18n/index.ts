import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en';
import { ru } from './ru';

export const LANGUAGES = ['ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
const STORAGE_KEY = 'language';
const YEAR_SECONDS = 31_536_000;

const isLanguage = (value: string | null): value is Language => value === 'ru' || value === 'en';

function storedLanguage(): Language {
  const stored = localStorage.getItem(STORAGE_KEY);
  return isLanguage(stored) ? stored : 'ru';
}

/** The choice is kept here and, in Django's own cookie, for the admin. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORAGE_KEY, language);
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari.
  document.cookie = `django_language=${language}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

const language = storedLanguage();
document.documentElement.lang = language;

void i18next.use(initReactI18next).init({
  lng: language,
  fallbackLng: 'ru',
  resources: { ru: { translation: ru }, en: { translation: en } },
  interpolation: { escapeValue: false },
  returnNull: false,
});

export { i18next };
