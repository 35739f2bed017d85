import classes from './dot.module.css';

export type DotTone = 'good' | 'warn' | 'bad' | 'quiet';

interface DotProps {
  tone: DotTone;
  /** A ring round it: this is live. */
  isHaloed?: boolean;
  isHollow?: boolean;
}

/** A state as a dot; its words stand beside it. */
export function Dot({ tone, isHaloed = false, isHollow = false }: DotProps) {
  const looks = [
    classes.dot,
    classes[tone],
    isHaloed && classes.haloed,
    isHollow && classes.hollow,
  ];
  return <span aria-hidden className={looks.filter(Boolean).join(' ')} />;
}
