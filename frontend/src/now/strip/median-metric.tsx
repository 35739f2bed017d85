import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useLive } from '@/live/live-context';
import { Metric } from './metric';
import classes from './stat-strip.module.css';

/** The median with its number of requests and of those who still wait. */
export function MedianMetric() {
  const { t } = useTranslation();
  const format = useFormat();
  const { median_seconds, median_over_seconds } = useLive().snapshot.today;
  const labels = { label: t('strip.median'), shortLabel: t('strip.shortMedian') };
  if (median_over_seconds !== null) {
    const { value, unit } = format.durationParts(median_over_seconds);
    return (
      <Metric {...labels} value={`> ${value}`} unit={unit}>
        <Note />
      </Metric>
    );
  }
  if (median_seconds === null) {
    return (
      <Metric {...labels} value="—" tone="quiet">
        {t('strip.tooFew')}
      </Metric>
    );
  }
  const { value, unit } = format.durationParts(median_seconds);
  return (
    <Metric {...labels} value={value} unit={unit}>
      <Note />
    </Metric>
  );
}

function Note() {
  const { t } = useTranslation();
  const format = useFormat();
  const { snapshot, frozenAt } = useLive();
  const { asked, waiting, unanswered, p90_seconds, p90_over_seconds } = snapshot.today;
  const requests = t('strip.requests', { count: asked });
  const wait = t(frozenAt === null ? 'strip.wait' : 'strip.waitedCount', { count: waiting });
  const missed = unanswered > 0 && t('strip.unanswered', { count: unanswered });
  const base = [requests, waiting > 0 && wait, missed].filter(Boolean).join(', ');
  if (frozenAt !== null) return `${t('strip.at', { time: format.time(frozenAt) })} · ${base}`;
  const p90 =
    p90_over_seconds === null
      ? p90_seconds !== null && format.duration(p90_seconds)
      : t('strip.over', { duration: format.duration(p90_over_seconds) });
  return (
    <>
      <span className={classes.wideOnly}>{p90 && `${t('strip.p90', { value: p90 })} · `}</span>
      {base}
    </>
  );
}
