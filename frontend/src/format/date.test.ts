import { beforeEach, describe, expect, it } from 'vitest';
import { chooseLanguage, i18next } from '@/i18n';
import * as date from './date';

const { t } = i18next;
const MOSCOW = { language: 'ru', zone: 'Europe/Moscow' };
const NOW = Date.parse('2026-11-24T18:47:32Z');
const before = (seconds: number) => NOW - seconds * 1000;

beforeEach(() => chooseLanguage('ru'));

describe('a moment', () => {
  it.each([
    [0, 'только что'],
    [4, 'только что'],
    [40, '40\u00a0сек назад'],
    [70, '1\u00a0мин назад'],
    [3_599, '59\u00a0мин назад'],
    [3_600, 'сегодня 20:47'],
    [13_532, 'сегодня 18:02'],
    [84_812, 'вчера 22:14'],
  ])('%s s ago is «%s»', (seconds, words) => {
    expect(date.formatMoment(t, before(seconds), NOW, MOSCOW)).toBe(words);
  });

  it('names the day before yesterday by its date', () => {
    const at = Date.parse('2026-11-18T14:30:00Z');
    expect(date.formatMoment(t, at, NOW, MOSCOW)).toBe('18 нояб, 17:30');
  });

  it('cuts days in the zone of the server, not of the browser', () => {
    const midnight = Date.parse('2026-11-23T21:00:00Z');
    expect(date.localDate(midnight, MOSCOW)).toBe('2026-11-24');
    expect(date.localDate(midnight - 1, MOSCOW)).toBe('2026-11-23');
    expect(date.localHour(midnight, MOSCOW)).toBe(0);
  });
});

describe('the clock', () => {
  it('shows day, time and zone', () => {
    expect(date.formatDay(NOW, MOSCOW)).toBe('Вт, 24 ноября');
    expect(date.formatTimeWithSeconds(NOW, MOSCOW)).toBe('21:47:32');
    expect(date.zoneName(NOW, MOSCOW)).toBe('МСК');
    expect(date.formatExact(NOW, MOSCOW)).toBe('24 ноября 2026 г., 21:47:32 МСК');
  });

  it('speaks English', () => {
    const english = { ...MOSCOW, language: 'en' };
    expect(date.formatDay(NOW, english)).toBe('Tue, 24 November');
    expect(date.zoneName(NOW, english)).toBe('MSK');
  });
});
