import type { ReactNode } from 'react';
import { Button } from './button';
import classes from './notice.module.css';

interface NoticeProps {
  icon?: ReactNode;
  title: string;
  text?: string;
  action?: { label: string; onClick: () => void };
}

/** One calm sentence in the middle of a panel or page, and what to do next. */
export function Notice({ icon, title, text, action }: NoticeProps) {
  return (
    <div className={classes.notice}>
      {icon}
      <p className={classes.title}>{title}</p>
      {text && <p className={classes.text}>{text}</p>}
      {action && (
        <Button className={classes.action} onClick={action.onClick}>
          {action.label}
        </Button>
      )}
    </div>
  );
}
