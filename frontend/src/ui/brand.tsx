import classes from './brand.module.css';

export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 26 26" className={classes.mark}>
      <rect width="26" height="26" rx="7" fill="currentColor" />
      <path
        d="M18.4 9.3a6.4 6.4 0 1 0 1 4.5h-5.2"
        fill="none"
        stroke="var(--mark-ground)"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function Brand() {
  return (
    <span className={classes.brand}>
      <Mark />
      <span className={classes.name}>GovTracker</span>
    </span>
  );
}
