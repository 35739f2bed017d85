import classes from './share-bar.module.css';

interface ShareBarProps {
  inTime: number;
  late: number;
  missed: number;
  label: string;
  className?: string | undefined;
}

/** How requests fared, as parts of one bar: within the limit, later, not answered. */
export function ShareBar({ inTime, late, missed, label, className }: ShareBarProps) {
  const parts = [
    ['ok', inTime],
    ['late', late],
    ['none', missed],
  ] as const;
  return (
    <div className={`${classes.bar} ${className ?? ''}`} role="img" aria-label={label}>
      {parts.map(
        ([kind, count]) =>
          count > 0 && <span key={kind} className={classes[kind]} style={{ flexGrow: count }} />,
      )}
    </div>
  );
}
