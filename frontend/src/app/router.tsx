import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { meQuery } from '@/api/auth';
import { LoginPage } from '@/login/login-page';
import { NowPage } from '@/now/now-page';
import { Shell } from '@/shell/shell';
import { CrashPage } from './crash-page';
import { safeNext } from './next-path';
import { NotFoundPage } from './not-found-page';
import { queryClient } from './query-client';

const rootRoute = createRootRouteWithContext<{ queryClient: typeof queryClient }>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
});

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = safeNext(search.next);
    return next === '/' ? {} : { next };
  },
  beforeLoad: async ({ context, search }) => {
    const me = await context.queryClient.ensureQueryData(meQuery).catch(() => null);
    if (me) throw redirect({ href: safeNext(search.next), replace: true });
  },
  component: LoginPage,
});

const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    const me = await context.queryClient.ensureQueryData(meQuery);
    if (!me) {
      const next = safeNext(location.href);
      throw redirect({ to: '/login', search: next === '/' ? {} : { next }, replace: true });
    }
  },
  component: Shell,
});

const nowRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: NowPage,
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([loginRoute, shellRoute.addChildren([nowRoute])]),
  context: { queryClient },
  defaultErrorComponent: CrashPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
