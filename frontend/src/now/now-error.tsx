import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Notice } from '@/ui/notice';
import { Panel } from '@/ui/panel';
import classes from './now-header.module.css';

/** The first snapshot did not come. */
export function NowError({ retry }: { retry: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <header className={classes.header}>
        <h1 className={classes.title}>{t('now.title')}</h1>
      </header>
      <Panel title={t('queue.title')}>
        <Notice
          icon={<IconPlugConnectedX size={28} stroke={1.75} aria-hidden />}
          title={t('error.load')}
          action={{ label: t('error.retry'), onClick: retry }}
        />
      </Panel>
    </>
  );
}
