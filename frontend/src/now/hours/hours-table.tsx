import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useLive } from '@/live/live-context';
import { hourTotal } from './hours-chart';
import classes from './hours-panel.module.css';

/** The same figures as a table. */
export function HoursTable() {
  const { t } = useTranslation();
  const format = useFormat();
  const { today, limits } = useLive().snapshot;
  const limit = format.limit(limits.good_seconds);
  const names = [t('hours.inTime', { limit }), t('hours.late'), t('hours.waiting')];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the keyboard.
    <section className={classes.scroll} aria-label={t('hours.title')} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {[t('hours.hour'), ...names].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {today.hours
            .filter((hour) => hourTotal(hour) > 0)
            .map(({ hour, in_time, late, waiting }) => (
              <tr key={hour}>
                <th scope="row">{`${hour}:00`}</th>
                <td>{in_time}</td>
                <td>{late}</td>
                <td>{waiting}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}
