import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useNow } from '@/live/clock';
import { useLive } from '@/live/live-context';
import { Metric } from './metric';
import classes from './stat-strip.module.css';

/** When the next call goes out, and whom it calls. While nobody listens on Discord: «—». */
export function NextAlertMetric() {
  const { t } = useTranslation();
  const { snapshot, frozenAt } = useLive();
  const label = t('strip.nextAlert');
  const next = snapshot.next_alert;
  if (frozenAt !== null) return <LaterMetric label={label} />;
  if (!next) {
    return (
      <Metric label={label} value="—" tone="quiet" isWideOnly>
        {t('strip.nothingDue')}
      </Metric>
    );
  }
  return (
    <Metric label={label} value={<Countdown at={Date.parse(next.at)} />} isWideOnly>
      <span className={classes.oneLine}>
        {[next.server, next.target || t('track.nobody')].join(' · ')}
      </span>
    </Metric>
  );
}

function Countdown({ at }: { at: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const seconds = Math.ceil((at - useNow()) / 1000);
  if (seconds <= 0) return t('strip.sending');
  return t('strip.inClock', { clock: format.clock(seconds) });
}

function LaterMetric({ label }: { label: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const due = useLive().snapshot.open_requests.filter(({ steps }) =>
    steps.some(({ is_next, due_at }) => is_next && Date.parse(due_at) <= now),
  ).length;
  return (
    <Metric label={label} value="—" tone="quiet" isWideOnly>
      <span className={classes.warn}>
        {due > 0 ? t('strip.afterLink', { count: due }) : t('strip.afterLinkNone')}
      </span>
    </Metric>
  );
}
