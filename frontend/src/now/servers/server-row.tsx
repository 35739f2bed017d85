import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Server } from '@/api/live';
import { useNow } from '@/live/clock';
import { useLive } from '@/live/live-context';
import { Dot, type DotTone } from '@/ui/dot';
import { ShareBar } from '@/ui/share-bar';
import { secondsSince, waitLevel } from '../queue/wait';
import classes from './servers-panel.module.css';

/** One server: is it heard, how it answered today, who waits there. */
export function ServerRow({ server }: { server: Server }) {
  const { frozenAt } = useLive();
  return (
    <li className={classes.row} data-off={server.state === 'off'}>
      <ServerState server={server} isFrozen={frozenAt !== null} />
      <span className={classes.name} title={server.name}>
        {server.name}
      </span>
      <ServerShare server={server} />
      <ServerFigure server={server} isFrozen={frozenAt !== null} />
      <ServerWaiting server={server} />
    </li>
  );
}

interface StateProps {
  server: Server;
  isFrozen: boolean;
}

const TONES: Record<Server['state'], DotTone> = {
  connected: 'good',
  catching_up: 'warn',
  unavailable: 'bad',
  missing: 'bad',
  off: 'quiet',
};

function ServerState({ server, isFrozen }: StateProps) {
  const { t } = useTranslation();
  const words = isFrozen ? t('servers.unknown') : t(`servers.${server.state}`);
  return (
    <span className={classes.state} title={words}>
      <span className="visually-hidden">{words}</span>
      {!isFrozen && server.state === 'catching_up' ? (
        <IconAlertTriangle size={16} stroke={1.75} color="var(--warn-solid)" aria-hidden />
      ) : (
        <Dot tone={isFrozen ? 'warn' : TONES[server.state]} isHollow={isFrozen} />
      )}
    </span>
  );
}

/** What the service level stands on: answered, or not answered and past the limit. */
const counted = ({ in_time, late, missed }: Server) => in_time + late + missed;

function ServerShare({ server }: { server: Server }) {
  const { in_time, late, missed } = server;
  if (counted(server) === 0) return <span />;
  return (
    <span aria-hidden>
      <ShareBar inTime={in_time} late={late} missed={missed} label="" />
    </span>
  );
}

function ServerFigure({ server, isFrozen }: StateProps) {
  const { t } = useTranslation();
  if (server.state === 'catching_up') {
    const words = t(isFrozen ? 'servers.wasCatchingUp' : 'servers.catching_up');
    return <span className={`${classes.figure} ${isFrozen ? '' : classes.warn}`}>{words}</span>;
  }
  if (server.state !== 'connected' && !isFrozen) {
    const tone = server.state === 'off' ? '' : classes.bad;
    return <span className={`${classes.figure} ${tone}`}>{t(`servers.${server.state}`)}</span>;
  }
  const total = counted(server);
  if (server.is_sandbox) return <span className={classes.figure}>{t('servers.sandbox')}</span>;
  return (
    <span className={classes.figure}>
      {total > 0 ? t('servers.of', { count: server.in_time, total }) : '—'}
    </span>
  );
}

/** How many wait there, in the colour of the longest wait. */
function ServerWaiting({ server }: { server: Server }) {
  const { t } = useTranslation();
  const { snapshot, frozenAt } = useLive();
  const now = useNow();
  const seconds = server.longest_since ? secondsSince(server.longest_since, now) : 0;
  const level = frozenAt === null ? waitLevel(seconds, snapshot.limits) : 'unchecked';
  if (server.waiting === 0) return <span className={classes.none}>—</span>;
  return (
    <span className={classes.waiting} data-level={level}>
      <span className="visually-hidden">{t('servers.waitLabel', { count: server.waiting })}</span>
      <span aria-hidden>{server.waiting}</span>
    </span>
  );
}
