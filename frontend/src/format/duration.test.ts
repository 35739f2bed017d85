import { beforeAll, describe, expect, it } from 'vitest';
import { chooseLanguage, i18next } from '@/i18n';
import { formatClock, formatDuration, formatLimit, splitDuration } from './duration';

const { t } = i18next;
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('a duration in Russian', () => {
  beforeAll(() => chooseLanguage('ru'));

  it.each([
    [0, '0 сек'],
    [1, '1 сек'],
    [45, '45 сек'],
    [59.9, '59 сек'],
    [60, '1 мин'],
    [120, '2 мин'],
    [200, '3 мин 20 сек'],
    [3_600, '1 ч'],
    [3_605, '1 ч'],
    [8_100, '2 ч 15 мин'],
    [86_400, '1 день'],
    [273_600, '3 дня 4 часа'],
    [5 * 86_400 + 3_600, '5 дней 1 час'],
    [21 * 86_400 + 5 * 3_600, '21 день 5 часов'],
    [-5, '0 сек'],
  ])('%s s is «%s»: two units at most, zero parts dropped', (seconds, words) => {
    expect(plain(formatDuration(t, seconds))).toBe(words);
  });

  it('keeps a number and its unit together', () => {
    expect(formatDuration(t, 200)).toBe('3\u00a0мин 20\u00a0сек');
  });

  it.each([
    [27, '0:27'],
    [1_458, '24:18'],
    [3_599, '59:59'],
    [3_600, '1:00:00'],
    [3_858, '1:04:18'],
    [86_399, '23:59:59'],
    [86_400, '1 д'],
    [97_200, '1 д 3 ч'],
  ])('a clock at %s s shows «%s»', (seconds, clock) => {
    expect(plain(formatClock(t, seconds))).toBe(clock);
  });

  it.each([
    [60, '60 сек'],
    [119, '119 сек'],
    [120, '2 мин'],
    [600, '10 мин'],
  ])('a limit of %s s reads as people set it: «%s»', (seconds, words) => {
    expect(plain(formatLimit(t, seconds))).toBe(words);
  });

  it('splits a large figure from its unit', () => {
    expect(splitDuration(t, 51)).toEqual({ value: '51', unit: 'сек' });
  });
});

it('a duration in English', async () => {
  await chooseLanguage('en');
  expect(plain(formatDuration(t, 200))).toBe('3 min 20 s');
  expect(plain(formatDuration(t, 90_000))).toBe('1 day 1 hour');
});
