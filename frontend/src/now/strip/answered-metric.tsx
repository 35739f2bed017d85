import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useLive } from '@/live/live-context';
import { Metric } from './metric';

export function AnsweredMetric() {
  const { t } = useTranslation();
  const format = useFormat();
  const { snapshot, frozenAt } = useLive();
  const { asked, answered, curators } = snapshot.today;
  if (asked === 0) {
    return (
      <Metric label={t('strip.answered')} value="—" tone="quiet" isWideOnly>
        {t('strip.noRequests')}
      </Metric>
    );
  }
  return (
    <Metric label={t('strip.answered')} value={format.number(answered)} isWideOnly>
      {frozenAt === null
        ? t('strip.curators', { count: curators })
        : t('strip.at', { time: format.time(frozenAt) })}
    </Metric>
  );
}
