import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useLive } from '@/live/live-context';
import { ShareBar } from '@/ui/share-bar';
import { Metric } from './metric';
import classes from './stat-strip.module.css';

/** Answered within the good limit, of all that were answered or have waited longer. */
export function ServiceMetric() {
  const { t } = useTranslation();
  const format = useFormat();
  const { snapshot, frozenAt } = useLive();
  const { service_level, service_level_of, in_time, late } = snapshot.today;
  const limit = format.limit(snapshot.limits.good_seconds);
  const labels = { label: t('strip.serviceLevel'), shortLabel: t('strip.shortService') };
  if (service_level === null) {
    return (
      <Metric {...labels} value="—" tone="quiet">
        {t('strip.needsRequest')}
      </Metric>
    );
  }
  const of = t('strip.of', { count: in_time, total: service_level_of });
  const missed = Math.max(0, service_level_of - in_time - late);
  return (
    <Metric
      {...labels}
      value={format.percent(service_level)}
      unit={<span className={classes.wideOnly}>{of}</span>}
    >
      <span className={classes.phoneOnly}>{`${of} ${t('hours.inTime', { limit })}`}</span>
      {frozenAt === null ? (
        <ShareBar
          className={classes.bar}
          inTime={in_time}
          late={late}
          missed={missed}
          label={t('strip.barLabel', { limit, inTime: in_time, late, missed })}
        />
      ) : (
        <span className={classes.wideOnly}>{t('strip.at', { time: format.time(frozenAt) })}</span>
      )}
    </Metric>
  );
}
