import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useLive } from '@/live/live-context';
import { Dot } from '@/ui/dot';
import classes from './now-header.module.css';

/** «в эфире», or the moment that the data stand at. */
export function ConnectionState() {
  const { t } = useTranslation();
  const format = useFormat();
  const { connection, updatedAt, frozenAt } = useLive();
  const at = frozenAt ?? (connection === 'live' ? null : updatedAt);
  if (at === null) {
    return (
      <span className={classes.state}>
        <Dot tone="good" isHaloed />
        {t('connection.live')}
      </span>
    );
  }
  return (
    <span className={classes.state} data-late>
      <Dot tone="warn" isHaloed />
      {t('connection.dataAt', { time: format.seconds(at) })}
    </span>
  );
}
