const NBSP = '\u00a0';
const MINUS = '\u2212';

/** «1 412», «0,2», «−6»: the language's own separators, a true minus, no-break spaces. */
export function formatNumber(language: string, value: number, fractionDigits = 1): string {
  const format = new Intl.NumberFormat(language, {
    maximumFractionDigits: fractionDigits,
    useGrouping: true,
  });
  return format
    .format(value)
    .replace(/[\s\u202f]/g, NBSP)
    .replace('-', MINUS);
}

/** «58 %» in Russian, «58%» in English. */
export function formatPercent(language: string, value: number): string {
  const space = language.startsWith('ru') ? NBSP : '';
  return `${formatNumber(language, value, 0)}${space}%`;
}

/** `part` in `whole` as whole per cent, rounded half up; null of nothing. */
export function share(part: number, whole: number): number | null {
  return whole > 0 ? Math.floor((part * 100) / whole + 0.5) : null;
}
