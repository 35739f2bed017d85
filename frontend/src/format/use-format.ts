import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '@/live/live-context';
import * as date from './date';
import { formatClock, formatDuration, formatLimit, splitDuration } from './duration';
import { formatNumber, formatPercent } from './number';

/** The formatters, in the page's language and the server's time zone. */
export function useFormat() {
  const { t, i18n } = useTranslation();
  const { zone } = useLive().snapshot;
  return useMemo(() => {
    const language = i18n.language;
    const locale = { language, zone };
    return {
      number: (value: number) => formatNumber(language, value),
      percent: (value: number) => formatPercent(language, value),
      duration: (seconds: number) => formatDuration(t, seconds),
      limit: (seconds: number) => formatLimit(t, seconds),
      durationParts: (seconds: number) => splitDuration(t, seconds),
      clock: (seconds: number) => formatClock(t, seconds),
      time: (at: number) => date.formatTime(at, locale),
      seconds: (at: number) => date.formatTimeWithSeconds(at, locale),
      day: (at: number) => date.formatDay(at, locale),
      hour: (at: number) => date.localHour(at, locale),
      zoneName: (at: number) => date.zoneName(at, locale),
      moment: (at: number, now: number) => date.formatMoment(t, at, now, locale),
      shortMoment: (at: number, now: number) => date.formatShortMoment(at, now, locale),
      exact: (at: number) => date.formatExact(at, locale),
    };
  }, [t, i18n.language, zone]);
}
