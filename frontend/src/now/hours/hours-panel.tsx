import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useLive } from '@/live/live-context';
import { Panel } from '@/ui/panel';
import { HoursChart } from './hours-chart';
import classes from './hours-panel.module.css';
import { HoursTable } from './hours-table';

export function HoursPanel() {
  const { t } = useTranslation();
  const [isTable, setTable] = useState(false);
  return (
    <Panel
      title={t('hours.title')}
      aside={
        <div className={classes.aside}>
          <Legend />
          <UnstyledButton className={classes.switch} onClick={() => setTable(!isTable)}>
            {t(isTable ? 'hours.chart' : 'hours.table')}
          </UnstyledButton>
        </div>
      }
    >
      {isTable ? <HoursTable /> : <HoursChart />}
    </Panel>
  );
}

function Legend() {
  const { t } = useTranslation();
  const format = useFormat();
  const { snapshot, frozenAt } = useLive();
  const limit = format.limit(snapshot.limits.good_seconds);
  return (
    <ul className={classes.legend}>
      <li data-kind="ok">{t('hours.inTime', { limit })}</li>
      <li data-kind="late">{t('hours.late')}</li>
      <li data-kind="none">{t(frozenAt === null ? 'hours.waiting' : 'hours.waited')}</li>
    </ul>
  );
}
