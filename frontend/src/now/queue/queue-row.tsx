import { IconExternalLink } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '@/live/clock';
import { useLive } from '@/live/live-context';
import { Claim } from './claim';
import { Message } from './message';
import { Outcome } from './outcome';
import classes from './queue-panel.module.css';
import type { QueueRow } from './rows';
import { StepTrack } from './step-track';
import type { TrackAxis } from './track';
import { secondsSince, waitLevel } from './wait';
import { WaitClock } from './wait-clock';

interface QueueRowProps {
  row: QueueRow;
  axis: TrackAxis;
}

export const QueueRowItem = memo(function QueueRowItem({ row, axis }: QueueRowProps) {
  const { request, closing } = row;
  const { snapshot, frozenAt } = useLive();
  const now = useNow();
  const seconds = secondsSince(request.asked_at, now);
  const level = frozenAt === null ? waitLevel(seconds, snapshot.limits) : 'unchecked';
  if (closing) {
    const closed = closing.outcome?.status === 'answered' ? 'answered' : 'other';
    return (
      <li className={classes.row} data-closed={closed}>
        <Outcome row={row} />
        <Message request={request} />
      </li>
    );
  }
  return (
    <li className={classes.row} data-level={level}>
      <WaitClock seconds={seconds} level={level} />
      <Message request={request} />
      <Claim request={request} now={now} />
      <div className={classes.track}>
        <StepTrack request={request} axis={axis} now={now} isFrozen={frozenAt !== null} />
      </div>
      <OpenLink url={request.url} />
    </li>
  );
});

function OpenLink({ url }: { url: string }) {
  const { t } = useTranslation();
  return (
    <a
      className={classes.open}
      href={url}
      target="_blank"
      rel="noreferrer"
      title={t('queue.open')}
      aria-label={t('queue.open')}
    >
      <IconExternalLink size={18} stroke={1.75} aria-hidden />
      <span className={classes.openText}>Discord</span>
    </a>
  );
}
