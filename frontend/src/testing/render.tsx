import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import type { Live } from '@/api/live';
import { theme } from '@/app/theme';
import { LiveContext, type LiveState } from '@/live/live-context';
import { liveFixture } from './live-fixture';

/** The evening of the fixture, as of the last whole second. */
export const NOW = Date.parse('2026-11-24T18:47:32Z');

export function liveState(snapshot: Partial<Live> = {}, changes: Partial<LiveState> = {}) {
  return {
    snapshot: liveFixture(NOW, snapshot),
    connection: 'live',
    updatedAt: NOW,
    frozenAt: null,
    ...changes,
  } satisfies LiveState;
}

function Providers({ live, children }: { live: LiveState; children: ReactNode }) {
  return (
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={new QueryClient()}>
        <LiveContext value={live}>{children}</LiveContext>
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** Renders below a live snapshot; `show` puts another one in its place. */
export function renderLive(ui: ReactNode, live: LiveState = liveState()) {
  const view = render(<Providers live={live}>{ui}</Providers>);
  const show = (next: LiveState) => view.rerender(<Providers live={next}>{ui}</Providers>);
  return { ...view, show };
}
