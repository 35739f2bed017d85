import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useNow } from '@/live/clock';
import classes from './feed-panel.module.css';

export function FeedLost({ at }: { at: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={classes.lost}>
      <IconPlugConnectedX size={18} stroke={1.75} className={classes.icon} aria-hidden />
      <div>
        <div className={classes.who}>{t('feed.lost')}</div>
        <div className={classes.what}>{t('feed.lostRest')}</div>
      </div>
      <time className={classes.time}>{format.shortMoment(at, useNow())}</time>
    </div>
  );
}
