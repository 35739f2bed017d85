import type { TFunction } from 'i18next';

const DAY = 86_400;
const HOUR = 3_600;
const MINUTE = 60;

type Unit = 'day' | 'hour' | 'minute' | 'second';

/** Whole units of a length in seconds, the two largest, zero parts dropped: 200 → 3 min 20 s. */
export function durationParts(seconds: number): [Unit, number][] {
  const whole = Math.max(0, Math.floor(seconds));
  const units: [Unit, number][] = [
    ['day', Math.floor(whole / DAY)],
    ['hour', Math.floor((whole % DAY) / HOUR)],
    ['minute', Math.floor((whole % HOUR) / MINUTE)],
    ['second', whole % MINUTE],
  ];
  const first = units.findIndex(([, count]) => count > 0);
  if (first < 0) return [['second', 0]];
  return units.slice(first, first + 2).filter(([, count]) => count > 0);
}

/** «45 сек», «3 мин 20 сек», «2 ч 15 мин», «3 дня 4 часа». */
export function formatDuration(t: TFunction, seconds: number): string {
  const parts = durationParts(seconds);
  const isLong = parts[0]?.[0] === 'day';
  return parts
    .map(([unit, count]) =>
      unit === 'hour' && isLong
        ? t('duration.hourLong', { count })
        : t(`duration.${unit}`, { count }),
    )
    .join(' ');
}

/** A limit as people set it: 60 сек rather than 1 мин. */
export function formatLimit(t: TFunction, seconds: number): string {
  return seconds < 120 ? t('duration.second', { count: seconds }) : formatDuration(t, seconds);
}

/** A number and its unit apart, for a large figure; minutes above a minute: 51 сек, 2 мин. */
export function splitDuration(t: TFunction, seconds: number): { value: string; unit: string } {
  const [value = '', ...unit] = formatDuration(t, seconds).split('\u00a0');
  return { value, unit: unit.join('\u00a0') };
}

const pad = (value: number) => String(value).padStart(2, '0');

/** A running clock: 0:27, 24:18, 1:04:18, «1 д 3 ч». */
export function formatClock(t: TFunction, seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / HOUR);
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  if (whole >= DAY) {
    const days = t('clock.day', { count: Math.floor(whole / DAY) });
    const rest = Math.floor((whole % DAY) / HOUR);
    return rest > 0 ? `${days} ${t('clock.hour', { count: rest })}` : days;
  }
  if (hours > 0) return `${hours}:${pad(minutes)}:${pad(whole % MINUTE)}`;
  return `${minutes}:${pad(whole % MINUTE)}`;
}
