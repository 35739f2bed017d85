import { useTranslation } from 'react-i18next';
import type { OpenRequest } from '@/api/live';
import { useFormat } from '@/format/use-format';
import { useLive } from '@/live/live-context';
import { Avatar } from '@/ui/avatar';
import classes from './queue-panel.module.css';

/** Who took the request, and since when. */
export function Claim({ request, now }: { request: OpenRequest; now: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { frozenAt } = useLive();
  if (!request.claimed_by) {
    return (
      <div className={`${classes.claim} ${classes.unclaimed}`}>{t('queue.nobodyClaimed')}</div>
    );
  }
  const at = request.claimed_at ? Date.parse(request.claimed_at) : now;
  const since = frozenAt === null ? format.moment(at, now) : format.shortMoment(at, now);
  return (
    <div className={classes.claim}>
      <Avatar name={request.claimed_by} />
      <span className={classes.claimText}>
        <span className="visually-hidden">{t('queue.claimed', { name: '' })}</span>
        <span
          className={classes.claimName}
          title={t('queue.claimed', { name: request.claimed_by })}
        >
          {request.claimed_by}
        </span>
        <span className={classes.claimSince} title={format.exact(at)}>
          {since}
        </span>
      </span>
    </div>
  );
}
