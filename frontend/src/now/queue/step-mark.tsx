import classes from './step-track.module.css';
import type { Mark } from './track';

/** Filled: sent. Ring: planned, bold the next. Diamond: another target. ✕: not delivered. */
export function StepMark({ mark }: { mark: Mark }) {
  const isDiamond = mark.isOther && mark.shape !== 'failed';
  return (
    <svg
      aria-hidden
      className={classes.mark}
      data-shape={mark.shape}
      viewBox="-8 -8 16 16"
      style={{ left: `${mark.position * 100}%` }}
    >
      {isDiamond ? (
        <rect x="-3.6" y="-3.6" width="7.2" height="7.2" rx="0.6" transform="rotate(45)" />
      ) : (
        <circle r={mark.shape === 'failed' ? 6 : 4} />
      )}
      {mark.shape === 'failed' && <path d="M-2.4-2.4 2.4 2.4M2.4-2.4-2.4 2.4" />}
    </svg>
  );
}
