import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useLive } from '@/live/live-context';
import { Metric } from './metric';
import classes from './stat-strip.module.css';

/** How many wait, how many of them too long, and how many are taken. */
export function WaitingMetric() {
  const { t } = useTranslation();
  const { snapshot, frozenAt } = useLive();
  const { open } = snapshot.today;
  return (
    <Metric
      label={t(frozenAt === null ? 'strip.waiting' : 'strip.waited')}
      shortLabel={t('strip.shortWaiting')}
      value={open > 0 ? open : t('strip.nobody')}
      tone={open > 0 || frozenAt !== null ? undefined : 'good'}
    >
      <Note />
    </Metric>
  );
}

function Note() {
  const { t } = useTranslation();
  const format = useFormat();
  const { snapshot, frozenAt } = useLive();
  const { asked, open, overdue, claimed } = snapshot.today;
  if (frozenAt !== null) return t('strip.mayDiffer', { time: format.time(frozenAt) });
  if (asked === 0 && open === 0) return t('strip.noRequests');
  if (open === 0) return t('strip.nobodyRest', { count: asked });
  const limit = format.limit(snapshot.limits.first_step_seconds);
  return (
    <>
      {overdue > 0 && (
        <span className={classes.bad}>{t('strip.overdue', { count: overdue, limit })}</span>
      )}
      {overdue === 0 && t('strip.allInTime', { limit })}
      <span className={classes.wideOnly}>
        {claimed > 0 && ` · ${t('strip.claimed', { count: claimed })}`}
      </span>
    </>
  );
}
