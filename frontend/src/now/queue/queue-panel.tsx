import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useLive } from '@/live/live-context';
import { useHold } from '@/live/use-hold';
import { Panel } from '@/ui/panel';
import { MorePill } from '../more-pill';
import { QueueEmpty } from './queue-empty';
import { QueueHead } from './queue-head';
import classes from './queue-panel.module.css';
import { QueueRowItem } from './queue-row';
import { trackAxis } from './track';
import { useQueueRows } from './use-queue-rows';

/** Who waits, longest first. Under the pointer nothing is inserted or removed. */
export function QueuePanel() {
  const { t } = useTranslation();
  const { isHeld, handlers } = useHold();
  const { rows, pending, release } = useQueueRows(isHeld);
  const axis = trackAxis(rows.map(({ request }) => request));
  const isEmpty = rows.length === 0;
  return (
    <Panel
      title={t('queue.title')}
      className={classes.panel}
      note={<QueueNote />}
      aside={<FrozenNote />}
    >
      <div {...handlers} className={classes.body}>
        <MorePill count={pending} label={t('queue.more', { count: pending })} onClick={release} />
        {isEmpty && <QueueEmpty />}
        {!isEmpty && <QueueHead axis={axis} />}
        <ol className={classes.list}>
          {rows.map((row) => (
            <QueueRowItem key={row.request.message_id} row={row} axis={axis} />
          ))}
        </ol>
      </div>
    </Panel>
  );
}

function QueueNote() {
  const { t } = useTranslation();
  const format = useFormat();
  const { snapshot, frozenAt } = useLive();
  const shown = snapshot.open_requests.length;
  const count = snapshot.open_count;
  if (frozenAt !== null) return t('queue.asOf', { time: format.time(frozenAt) });
  if (count === 0) return t('queue.empty');
  return shown < count ? t('queue.cut', { shown, count }) : t('queue.count', { count });
}

function FrozenNote() {
  const { t } = useTranslation();
  const { connection } = useLive();
  if (connection !== 'lost') return null;
  return (
    <span className={classes.locked}>
      <IconLock size={16} stroke={1.75} aria-hidden />
      {t('queue.actionsLater')}
    </span>
  );
}
