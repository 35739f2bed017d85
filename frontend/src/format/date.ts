import type { TFunction } from 'i18next';
import { formatDuration } from './duration';

export interface Locale {
  language: string;
  zone: string;
}

const ZONE_NAMES: Record<string, Record<string, string>> = {
  'Europe/Moscow': { ru: 'МСК', en: 'MSK' },
};

function parts(at: number, { zone }: Locale, options: Intl.DateTimeFormatOptions) {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...options });
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

const text = (at: number, locale: Locale, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale.language === 'ru' ? 'ru' : 'en-GB', {
    timeZone: locale.zone,
    ...options,
  }).format(at);

/** 21:46 */
export function formatTime(at: number, locale: Locale): string {
  const { hour, minute } = parts(at, locale, { hour: '2-digit', minute: '2-digit' });
  return `${hour}:${minute}`;
}

/** 21:47:32 */
export function formatTimeWithSeconds(at: number, locale: Locale): string {
  const { second } = parts(at, locale, { second: '2-digit' });
  return `${formatTime(at, locale)}:${String(second).padStart(2, '0')}`;
}

/** «Вт, 24 ноября», «Tue, 24 November» */
export function formatDay(at: number, locale: Locale): string {
  const weekday = text(at, locale, { weekday: 'short' });
  const day = text(at, locale, { day: 'numeric', month: 'long' });
  return `${weekday.charAt(0).toUpperCase()}${weekday.slice(1)}, ${day}`;
}

/** The local date as a key that compares: 2026-11-24. */
export function localDate(at: number, locale: Locale): string {
  const { year, month, day } = parts(at, locale, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return `${year}-${month}-${day}`;
}

/** The local hour, 0 to 23. */
export function localHour(at: number, locale: Locale): number {
  return Number(parts(at, locale, { hour: '2-digit' }).hour);
}

/** «МСК», or what the browser calls the zone. */
export function zoneName(at: number, locale: Locale): string {
  const known = ZONE_NAMES[locale.zone]?.[locale.language];
  return known ?? parts(at, locale, { timeZoneName: 'short' }).timeZoneName ?? locale.zone;
}

/** «18 ноя» */
function formatShortDate(at: number, locale: Locale): string {
  return text(at, locale, { day: 'numeric', month: 'short' }).replace('.', '');
}

/** «только что», «40 сек назад», «сегодня 18:02», «вчера 22:14», «18 ноя, 17:30». */
export function formatMoment(t: TFunction, at: number, now: number, locale: Locale): string {
  const age = Math.floor((now - at) / 1000);
  if (age < 5) return t('moment.justNow');
  if (age < 3_600) return t('moment.ago', { duration: formatDuration(t, coarse(age)) });
  const time = formatTime(at, locale);
  const day = localDate(at, locale);
  if (day === localDate(now, locale)) return t('moment.today', { time });
  if (day === localDate(now - 86_400_000, locale)) return t('moment.yesterday', { time });
  return `${formatShortDate(at, locale)}, ${time}`;
}

/** Above a minute the seconds are noise. */
function coarse(seconds: number): number {
  return seconds < 60 ? seconds : seconds - (seconds % 60);
}

/** The exact time with its zone, for `title`. */
export function formatExact(at: number, locale: Locale): string {
  const date = text(at, locale, { day: 'numeric', month: 'long', year: 'numeric' });
  return `${date}, ${formatTimeWithSeconds(at, locale)} ${zoneName(at, locale)}`;
}

/** 21:46 of today, else the day alone. */
export function formatShortMoment(at: number, now: number, locale: Locale): string {
  const isToday = localDate(at, locale) === localDate(now, locale);
  return isToday ? formatTime(at, locale) : formatShortDate(at, locale);
}
