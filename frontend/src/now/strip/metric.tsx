import type { ReactNode } from 'react';
import classes from './stat-strip.module.css';

interface MetricProps {
  label: string;
  /** The label on a phone. */
  shortLabel?: string;
  value: ReactNode;
  /** Smaller, beside the value: its unit, or what it stands on. */
  unit?: ReactNode;
  tone?: 'good' | 'quiet';
  isWideOnly?: boolean;
  children: ReactNode;
}

export function Metric({
  label,
  shortLabel,
  value,
  unit,
  tone,
  isWideOnly,
  children,
}: MetricProps) {
  return (
    <div className={classes.metric} data-wide-only={isWideOnly}>
      <dt className={classes.label}>
        <span className={classes.long}>{label}</span>
        <span className={classes.short}>{shortLabel ?? label}</span>
      </dt>
      <dd className={classes.body}>
        <span className={classes.value} data-tone={tone}>
          {value}
          {unit && <small className={classes.unit}>{unit}</small>}
        </span>
        <span className={classes.note}>{children}</span>
      </dd>
    </div>
  );
}
