import { useTranslation } from 'react-i18next';
import { useLive } from '@/live/live-context';
import { useHeld } from '@/live/use-held';
import { useHold } from '@/live/use-hold';
import { Panel } from '@/ui/panel';
import { MorePill } from '../more-pill';
import { FeedLost } from './feed-lost';
import classes from './feed-panel.module.css';
import { FeedRow } from './feed-row';

/** The latest that happened. It stands still under the pointer. */
export function FeedPanel() {
  const { t } = useTranslation();
  const { snapshot, frozenAt } = useLive();
  const { isHeld, handlers } = useHold();
  const { shown, release } = useHeld(snapshot.feed, isHeld);
  const known = new Set(shown.map(({ id }) => id));
  const pending = snapshot.feed.filter(({ id }) => !known.has(id)).length;
  return (
    <Panel title={t('feed.title')}>
      <div {...handlers} className={classes.body}>
        <MorePill count={pending} label={t('feed.more', { count: pending })} onClick={release} />
        {frozenAt !== null && <FeedLost at={frozenAt} />}
        <ul className={classes.list} data-frozen={frozenAt !== null}>
          {shown.map((item) => (
            <FeedRow key={item.id} item={item} />
          ))}
        </ul>
        {shown.length === 0 && <p className={classes.empty}>{t('feed.empty')}</p>}
      </div>
    </Panel>
  );
}
