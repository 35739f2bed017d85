import { IconBolt, IconExternalLink, IconSettings } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { LiveState } from '@/live/live-context';
import classes from './navbar.module.css';

const ICON = { size: 18, stroke: 1.75, 'aria-hidden': true } as const;

export function NowLink({ live }: { live: LiveState | null }) {
  const { t } = useTranslation();
  return (
    <Link to="/" className={classes.link} activeOptions={{ exact: true, includeSearch: false }}>
      <IconBolt {...ICON} />
      <span className={classes.label}>{t('nav.now')}</span>
      {live && <WaitingCount live={live} className={classes.count} />}
    </Link>
  );
}

interface WaitingCountProps {
  live: LiveState;
  className: string | undefined;
}

/** How many wait; red once somebody has waited past a first step. */
export function WaitingCount({ live, className }: WaitingCountProps) {
  const { open, overdue } = live.snapshot.today;
  if (open === 0) return null;
  return (
    <span className={className} data-urgent={overdue > 0 && live.frozenAt === null}>
      {open}
    </span>
  );
}

/** Django's admin: another program, in a tab of its own. */
export function SettingsLink() {
  const { t } = useTranslation();
  return (
    <a
      href="/admin/"
      target="_blank"
      rel="noreferrer"
      className={classes.link}
      aria-label={t('nav.settingsHint')}
    >
      <IconSettings {...ICON} />
      <span className={classes.label}>{t('nav.settings')}</span>
      <IconExternalLink {...ICON} size={16} className={classes.end} />
    </a>
  );
}
