import type { ReactNode } from 'react';
import classes from './bar.module.css';

interface BarProps {
  tone: 'info' | 'bad' | 'warn';
  icon: ReactNode;
  title: string;
  text: string;
}

/** A bar over the whole page: something about all of it has to be known. */
export function Bar({ tone, icon, title, text }: BarProps) {
  return (
    <div className={`${classes.bar} ${classes[tone]}`} role="status">
      {icon}
      <p className={classes.text}>
        <strong>{title}</strong> {text}
      </p>
    </div>
  );
}
