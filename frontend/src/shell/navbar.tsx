import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Me } from '@/api/auth';
import type { LiveState } from '@/live/live-context';
import { Brand } from '@/ui/brand';
import { BotState } from './bot-state';
import { NowLink, SettingsLink } from './nav-links';
import classes from './navbar.module.css';
import { UserMenu } from './user-menu';

interface NavbarProps {
  me: Me;
  live: LiveState | null;
}

export function Navbar({ me, live }: NavbarProps) {
  const { t } = useTranslation();
  return (
    <aside className={classes.navbar}>
      <Link to="/" className={classes.brand} aria-label="GovTracker">
        <Brand />
      </Link>
      <nav className={classes.links} aria-label={t('nav.label')}>
        <NowLink live={live} />
        {me.is_staff && (
          <>
            <hr className={classes.rule} />
            <SettingsLink />
          </>
        )}
      </nav>
      <div className={classes.foot}>
        {live && <BotState />}
        <UserMenu me={me} />
      </div>
    </aside>
  );
}
