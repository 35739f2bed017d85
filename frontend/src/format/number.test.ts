import { describe, expect, it } from 'vitest';
import { formatNumber, formatPercent, share } from './number';

describe('numbers', () => {
  it.each([
    [1412, '1\u00a0412'],
    [0.2, '0,2'],
    [-6, '\u22126'],
    [12, '12'],
  ])('%s in Russian is «%s»', (value, text) => {
    expect(formatNumber('ru', value)).toBe(text);
  });

  it('has a no-break space before the per cent sign in Russian, none in English', () => {
    expect(formatPercent('ru', 58)).toBe('58\u00a0%');
    expect(formatPercent('en', 58)).toBe('58%');
  });

  it.each([
    [19, 33, 58],
    [1, 200, 1],
    [0, 5, 0],
    [5, 5, 100],
    [0, 0, null],
  ])('%s of %s is %s per cent, of nothing none', (part, whole, percent) => {
    expect(share(part, whole)).toBe(percent);
  });
});
