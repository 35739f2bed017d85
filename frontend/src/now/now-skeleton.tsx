import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '@/ui/panel';
import headerClasses from './now-header.module.css';
import pageClasses from './now-page.module.css';
import classes from './now-skeleton.module.css';

const ROWS = [1, 2, 3, 4, 5, 6];

/** The page's own shape before the first snapshot; invisible for the first 200 ms. */
export function NowSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={classes.late} aria-busy>
      <header className={headerClasses.header}>
        <h1 className={headerClasses.title}>{t('now.title')}</h1>
        <p className="visually-hidden">{t('now.loading')}</p>
      </header>
      <div className={pageClasses.grid} aria-hidden>
        <div className={classes.strip}>
          {ROWS.slice(1).map((row) => (
            <StripCell key={row} />
          ))}
        </div>
        <div className={pageClasses.main}>
          <Panel title={t('queue.title')}>
            {ROWS.map((row) => (
              <QueueLine key={row} />
            ))}
          </Panel>
        </div>
        <div className={pageClasses.side}>
          <Panel title={t('servers.title')}>
            {ROWS.map((row) => (
              <div key={row} className={classes.line}>
                <Skeleton height={12} width="40%" />
              </div>
            ))}
          </Panel>
        </div>
      </div>
    </div>
  );
}

function StripCell() {
  return (
    <div className={classes.cell}>
      <Skeleton height={12} width="60%" />
      <Skeleton height={24} width="45%" mt={10} />
      <Skeleton height={10} width="75%" mt={10} />
    </div>
  );
}

function QueueLine() {
  return (
    <div className={classes.row}>
      <Skeleton height={24} width={64} />
      <div className={classes.grow}>
        <Skeleton height={12} width="80%" />
        <Skeleton height={12} width="50%" mt={10} />
      </div>
    </div>
  );
}
