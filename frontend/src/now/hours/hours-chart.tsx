import { useTranslation } from 'react-i18next';
import type { Hour } from '@/api/live';
import { useFormat } from '@/format/use-format';
import { useNow } from '@/live/clock';
import { useLive } from '@/live/live-context';
import { HourBar } from './hour-bar';
import classes from './hours-panel.module.css';

const NAMED_EVERY = 3;

export const hourTotal = ({ in_time, late, waiting }: Hour) => in_time + late + waiting;

/** Every third hour and the running one, which pushes its neighbours' names aside. */
function isNamed(hour: number, current: number): boolean {
  return hour === current || (hour % NAMED_EVERY === 0 && Math.abs(hour - current) > 1);
}

/** The day's requests by the hour they were asked in, every hour present. */
export function HoursChart() {
  const { t } = useTranslation();
  const format = useFormat();
  const { hours } = useLive().snapshot.today;
  const current = format.hour(useNow());
  const most = Math.max(...hours.map(hourTotal));
  if (most === 0) return <p className={classes.empty}>{t('hours.empty')}</p>;
  return (
    <div className={classes.chart}>
      {hours.map((hour) => (
        <HourBar
          key={hour.hour}
          hour={hour}
          most={most}
          isNow={hour.hour === current}
          isNamed={isNamed(hour.hour, current)}
        />
      ))}
    </div>
  );
}
