import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import classes from './queue-panel.module.css';
import type { WaitLevel } from './wait';

interface WaitClockProps {
  seconds: number;
  level: WaitLevel | 'unchecked';
}

/** The running clock, the largest thing in a row; a screen reader gets whole minutes instead. */
export function WaitClock({ seconds, level }: WaitClockProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const whole = seconds < 60 ? seconds : seconds - (seconds % 60);
  return (
    <div className={classes.wait}>
      <span className="visually-hidden">
        {t('queue.waitLabel', { duration: format.duration(whole) })}
      </span>
      <span className={classes.clock} aria-hidden>
        {format.clock(seconds)}
      </span>
      <span className={classes.word}>{t(`wait.${level}`)}</span>
    </div>
  );
}
