import { useTranslation } from 'react-i18next';
import { useLive } from '@/live/live-context';
import { AnsweredMetric } from './answered-metric';
import { MedianMetric } from './median-metric';
import { NextAlertMetric } from './next-alert-metric';
import { ServiceMetric } from './service-metric';
import classes from './stat-strip.module.css';
import { WaitingMetric } from './waiting-metric';

export function StatStrip() {
  const { t } = useTranslation();
  const { frozenAt } = useLive();
  return (
    <dl className={classes.strip} aria-label={t('strip.label')} data-frozen={frozenAt !== null}>
      <WaitingMetric />
      <NextAlertMetric />
      <ServiceMetric />
      <MedianMetric />
      <AnsweredMetric />
    </dl>
  );
}
