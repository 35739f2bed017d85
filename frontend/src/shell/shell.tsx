import { useQuery } from '@tanstack/react-query';
import { Outlet, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery } from '@/api/auth';
import { LiveContext } from '@/live/live-context';
import { useLiveState } from '@/live/use-live-state';
import { NowError } from '@/now/now-error';
import { NowSkeleton } from '@/now/now-skeleton';
import { BottomBar } from './bottom-bar';
import { DemoBar } from './demo-bar';
import { Navbar } from './navbar';
import classes from './shell.module.css';
import { TroubleBar } from './trouble-bar';

/** The frame of every page: sections at the left (below on a phone), bars of what is wrong on top. */
export function Shell() {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery);
  const router = useRouter();
  const { state, isFailed, retry } = useLiveState();
  // The route's own guard then leads to the sign-in page, and back to this address after it.
  useEffect(() => {
    if (!me) void router.invalidate();
  }, [me, router]);
  if (!me) return null;
  return (
    <LiveContext value={state}>
      <a className={classes.skip} href="#content">
        {t('skip')}
      </a>
      <div className={classes.shell}>
        <Navbar me={me} live={state} />
        <div className={classes.page}>
          {me.is_demo && <DemoBar />}
          {state && <TroubleBar live={state} />}
          <main id="content" className={classes.content} tabIndex={-1}>
            {state && <Outlet />}
            {!state && isFailed && <NowError retry={() => void retry()} />}
            {!state && !isFailed && <NowSkeleton />}
          </main>
        </div>
        <BottomBar me={me} live={state} />
      </div>
    </LiveContext>
  );
}
