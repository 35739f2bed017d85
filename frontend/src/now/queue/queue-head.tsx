import { useTranslation } from 'react-i18next';
import classes from './queue-panel.module.css';
import { AXIS_INSET } from './step-track';
import { positionOf, type TrackAxis } from './track';

/** The columns' names, and the minutes of the axis that all tracks share. */
export function QueueHead({ axis }: { axis: TrackAxis }) {
  const { t } = useTranslation();
  return (
    <div className={classes.head} aria-hidden>
      <span>{t('queue.waits')}</span>
      <span>{t('queue.message')}</span>
      <span className={classes.claimHead}>{t('queue.claimedBy')}</span>
      <div className={classes.ticks}>
        <span>{t('queue.minutes')}</span>
        {axis.ticks.map((seconds) => (
          <span
            key={seconds}
            className={classes.tick}
            style={{ left: `calc((100% - ${AXIS_INSET}px) * ${positionOf(seconds, axis)})` }}
          >
            {Math.round(seconds / 60)}
          </span>
        ))}
      </div>
    </div>
  );
}
