import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useNow } from '@/live/clock';
import { ConnectionState } from './connection-state';
import classes from './now-header.module.css';

export function NowHeader() {
  const { t } = useTranslation();
  return (
    <header className={classes.header}>
      <h1 className={classes.title}>{t('now.title')}</h1>
      <ConnectionState />
      <Today />
    </header>
  );
}

/** The server's own day and time, with the zone that days are cut in. */
function Today() {
  const now = useNow();
  const format = useFormat();
  return (
    <p className={classes.today} aria-hidden>
      <span className={classes.day}>{format.day(now)} · </span>
      <strong>{format.seconds(now)}</strong> {format.zoneName(now)}
    </p>
  );
}
