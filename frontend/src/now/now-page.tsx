import { Announcer } from './announcer';
import { FeedPanel } from './feed/feed-panel';
import { HoursPanel } from './hours/hours-panel';
import { NowHeader } from './now-header';
import classes from './now-page.module.css';
import { NowTitle } from './now-title';
import { QueuePanel } from './queue/queue-panel';
import { ServersPanel } from './servers/servers-panel';
import { StatStrip } from './strip/stat-strip';

/** «Сейчас»: who waits, and who must move? */
export function NowPage() {
  return (
    <>
      <NowTitle />
      <Announcer />
      <NowHeader />
      <div className={classes.grid}>
        <StatStrip />
        <div className={classes.main}>
          <QueuePanel />
          <HoursPanel />
        </div>
        <div className={classes.side}>
          <ServersPanel />
          <FeedPanel />
        </div>
      </div>
    </>
  );
}
