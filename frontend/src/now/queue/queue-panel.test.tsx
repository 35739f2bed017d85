import { act, fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openRequest } from '@/testing/live-fixture';
import { liveState, NOW, renderLive } from '@/testing/render';
import { QueuePanel } from './queue-panel';

const request = (id: string, changes = {}) => openRequest(NOW, { message_id: id, ...changes });
const showing = (...open: ReturnType<typeof request>[]) =>
  liveState({ open_requests: open, open_count: open.length });
const rows = () => screen.queryAllByRole('listitem');

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});

const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));

describe('the queue', () => {
  it('shows who waits, how long, where, and that nobody took it', () => {
    renderLive(
      <QueuePanel />,
      showing(request('1', { asked_at: new Date(NOW - 1_458_000).toISOString() })),
    );
    const row = within(rows()[0] as HTMLElement);
    expect(row.getByText('24:18')).toBeInTheDocument();
    expect(row.getByText('просрочен')).toBeInTheDocument();
    expect(row.getByText('SANG')).toBeInTheDocument();
    expect(row.getByText('никто не взял')).toBeInTheDocument();
    expect(row.getByRole('link', { name: 'Открыть в Discord' })).toHaveAttribute(
      'href',
      `https://discord.com/channels/100/200/${openRequest(NOW).message_id}`,
    );
  });

  it('names who claimed and since when', () => {
    const claim = { claimed_by: 'Марк Левин', claimed_at: new Date(NOW - 70_000).toISOString() };
    renderLive(<QueuePanel />, showing(request('1', claim)));
    expect(screen.getByTitle('Взято: Марк Левин')).toHaveTextContent('Марк Левин');
    expect(screen.getByText('1 мин назад')).toBeInTheDocument();
  });

  it('runs its clocks without any answer of the server', () => {
    renderLive(<QueuePanel />, showing(request('1')));
    expect(screen.getByText('0:27')).toBeInTheDocument();
    pass(5_100);
    expect(screen.getByText('0:32')).toBeInTheDocument();
  });

  it('is good news when nobody waits', () => {
    renderLive(<QueuePanel />, showing());
    expect(screen.getByText('Никто не ждёт ответа')).toBeInTheDocument();
    expect(rows()).toHaveLength(0);
  });

  it('turns an answered row green and folds it after six seconds', () => {
    const { show } = renderLive(<QueuePanel />, showing(request('1'), request('2')));
    const state = showing(request('2'));
    const closed = {
      message_id: '1',
      status: 'answered',
      by: 'Ева Мельник',
      response_seconds: 38,
    } as const;
    show({ ...state, snapshot: { ...state.snapshot, closed_requests: [closed] } });
    expect(screen.getByText('Ответ за 38 сек · Ева Мельник')).toBeInTheDocument();
    expect(rows()).toHaveLength(2);
    pass(7_000);
    expect(rows()).toHaveLength(1);
  });

  it('keeps still under the pointer and counts what waits', () => {
    const { container, show } = renderLive(<QueuePanel />, showing(request('1')));
    const list = container.querySelector('ol')?.parentElement as HTMLElement;
    fireEvent.pointerMove(list, { pointerType: 'mouse' });
    show(showing(request('1'), request('2'), request('3')));
    expect(rows()).toHaveLength(1);
    fireEvent.click(screen.getByRole('button', { name: '2 новых' }));
    expect(rows()).toHaveLength(3);
  });

  it('takes the waiting ones in when the pointer leaves', () => {
    const { container, show } = renderLive(<QueuePanel />, showing(request('1')));
    const list = container.querySelector('ol')?.parentElement as HTMLElement;
    fireEvent.pointerMove(list, { pointerType: 'mouse' });
    show(showing(request('1'), request('2')));
    fireEvent.pointerLeave(list);
    expect(rows()).toHaveLength(2);
  });

  it('says that nothing is checked while the bot is silent', () => {
    const state = showing(request('1'));
    renderLive(<QueuePanel />, { ...state, frozenAt: NOW - 300_000 });
    expect(screen.getByText('не проверено')).toBeInTheDocument();
    expect(screen.getByText('как была в 21:42, часы идут')).toBeInTheDocument();
  });
});
