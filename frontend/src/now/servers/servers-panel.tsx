import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useLive } from '@/live/live-context';
import { Panel } from '@/ui/panel';
import { ServerRow } from './server-row';
import classes from './servers-panel.module.css';

export function ServersPanel() {
  const { t } = useTranslation();
  const format = useFormat();
  const { snapshot, frozenAt } = useLive();
  const limit = format.limit(snapshot.limits.good_seconds);
  const legend =
    frozenAt === null
      ? t('servers.legend', { limit })
      : t('servers.legendAt', { limit, time: format.time(frozenAt) });
  return (
    <Panel title={t('servers.title')} aside={legend}>
      <ul className={classes.list} data-frozen={frozenAt !== null}>
        {snapshot.servers.map((server) => (
          <ServerRow key={server.guild_id} server={server} />
        ))}
      </ul>
      {snapshot.servers.length === 0 && <p className={classes.empty}>{t('servers.empty')}</p>}
    </Panel>
  );
}
