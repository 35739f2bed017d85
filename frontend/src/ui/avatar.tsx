import { initials } from '@/format/initials';
import classes from './avatar.module.css';

export function Avatar({ name }: { name: string }) {
  return (
    <span aria-hidden className={classes.avatar}>
      {initials(name)}
    </span>
  );
}
