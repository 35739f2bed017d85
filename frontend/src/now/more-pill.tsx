import classes from './more-pill.module.css';

interface MorePillProps {
  count: number;
  label: string;
  onClick: () => void;
}

/** What came while the pointer was in the list; a press shows it. */
export function MorePill({ count, label, onClick }: MorePillProps) {
  if (count === 0) return null;
  return (
    <button type="button" className={classes.pill} onClick={onClick}>
      {label}
    </button>
  );
}
