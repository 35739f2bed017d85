import { Tooltip } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hour } from '@/api/live';
import { useFormat } from '@/format/use-format';
import { useLive } from '@/live/live-context';
import { hourTotal } from './hours-chart';
import classes from './hours-panel.module.css';

/** The tallest bar (px); the count above it and the name below need the rest of the chart. */
const TALLEST = 100;

interface HourBarProps {
  hour: Hour;
  most: number;
  isNow: boolean;
  isNamed: boolean;
}

export const HourBar = memo(function HourBar({ hour, most, isNow, isNamed }: HourBarProps) {
  const words = useHourWords(hour);
  const total = hourTotal(hour);
  const parts = [
    ['none', hour.waiting],
    ['late', hour.late],
    ['ok', hour.in_time],
  ] as const;
  return (
    <Tooltip
      label={words}
      disabled={total === 0}
      withinPortal={false}
      withArrow
      multiline
      maw="calc(100vw - 32px)"
    >
      <div className={classes.hour} data-now={isNow}>
        {total > 0 && (
          <>
            <span className={classes.count} aria-hidden>
              {total}
            </span>
            <div className={classes.bar} role="img" aria-label={words}>
              {parts.map(
                ([kind, count]) =>
                  count > 0 && (
                    <span
                      key={kind}
                      className={classes.part}
                      data-kind={kind}
                      style={{ height: (count / most) * TALLEST }}
                    />
                  ),
              )}
            </div>
          </>
        )}
        <span className={classes.base} />
        <span className={classes.name} aria-hidden>
          {isNamed && hour.hour}
        </span>
      </div>
    </Tooltip>
  );
});

/** «21:00–22:00 · за 60 сек: 3 · позже: 1 · ждут: 6 · всего 10» */
function useHourWords(hour: Hour): string {
  const { t } = useTranslation();
  const format = useFormat();
  const limit = format.limit(useLive().snapshot.limits.good_seconds);
  return [
    `${hour.hour}:00–${hour.hour + 1}:00`,
    `${t('hours.inTime', { limit })}: ${hour.in_time}`,
    `${t('hours.late')}: ${hour.late}`,
    `${t('hours.waiting')}: ${hour.waiting}`,
    t('hours.total', { count: hourTotal(hour) }),
  ].join(' · ');
}
