import { screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyFixture, liveFixture } from '@/testing/live-fixture';
import { liveState, NOW, renderLive } from '@/testing/render';
import { StatStrip } from './stat-strip';

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});

const text = () =>
  (screen.getByLabelText('Главное сегодня').textContent ?? '').replaceAll('\u00a0', ' ');

describe('the strip', () => {
  it('tells who waits, the next call, the service level, the median and the answers', () => {
    renderLive(<StatStrip />);
    expect(text()).toContain('2 дольше 10 мин · 1 взят');
    expect(text()).toContain('через 1:19');
    expect(text()).toContain('EMS · @Кураторы EMS');
    expect(text()).toContain('58 %19 из 33');
    expect(text()).toContain('51сек');
    expect(text()).toContain('p90 > 24 мин · 34 запроса, 6 ждут');
    expect(text()).toContain('9 кураторов');
  });

  it('shows no number where there is none', () => {
    renderLive(<StatStrip />, liveState(emptyFixture(NOW)));
    expect(text()).toContain('Никто');
    expect(text()).toContain('мало данных: меньше 5 запросов');
    expect(text()).not.toContain('%');
    expect(screen.getAllByText('—')).toHaveLength(4);
  });

  it('shows a median that lies among those who wait as «longer than»', () => {
    const { today } = liveFixture(NOW);
    const censored = { ...today, median_seconds: null, median_over_seconds: 1440 };
    renderLive(<StatStrip />, liveState({ today: censored }));
    expect(text()).toContain('> 24мин');
  });

  it('dates its figures while the bot is silent, and promises no alert', () => {
    renderLive(<StatStrip />, liveState({}, { frozenAt: NOW - 300_000 }));
    expect(text()).toContain('Ждали ответа');
    expect(text()).toContain('на 21:42, могло измениться');
    expect(text()).not.toContain('через 1:19');
  });
});
