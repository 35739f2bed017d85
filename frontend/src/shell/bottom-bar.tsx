import { Menu } from '@mantine/core';
import { IconBolt, IconMenu2, IconSettings } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Me } from '@/api/auth';
import type { LiveState } from '@/live/live-context';
import classes from './bottom-bar.module.css';
import { WaitingCount } from './nav-links';
import { SettingsMenu } from './settings-menu';

const ICON = { size: 22, stroke: 1.75, 'aria-hidden': true } as const;

/** The sections on a phone. */
export function BottomBar({ me, live }: { me: Me; live: LiveState | null }) {
  const { t } = useTranslation();
  return (
    <nav className={classes.bar} aria-label={t('nav.label')}>
      <Link to="/" className={classes.item} activeOptions={{ exact: true, includeSearch: false }}>
        <IconBolt {...ICON} />
        {t('nav.now')}
        {live && <WaitingCount live={live} className={classes.count} />}
      </Link>
      {me.is_staff && (
        <a href="/admin/" target="_blank" rel="noreferrer" className={classes.item}>
          <IconSettings {...ICON} />
          {t('nav.settings')}
        </a>
      )}
      <Menu position="top-end" width={240} radius={12}>
        <Menu.Target>
          <button type="button" className={classes.item}>
            <IconMenu2 {...ICON} />
            {t('nav.more')}
          </button>
        </Menu.Target>
        <SettingsMenu />
      </Menu>
    </nav>
  );
}
