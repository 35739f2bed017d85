import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { i18next } from '@/i18n';
import { liveFixture } from '@/testing/live-fixture';
import { liveState, NOW, renderLive } from '@/testing/render';
import { FeedPanel } from './feed-panel';
import { feedTitle, feedWords } from './feed-words';

const { feed } = liveFixture(NOW);
const duration = (seconds: number) => `${seconds} сек`;
const words = (changes: Partial<(typeof feed)[number]>) =>
  feedWords(i18next.t, { ...feed[0], ...changes } as (typeof feed)[number], duration);

describe('a line of the feed', () => {
  it.each([
    [{ seconds: 22 }, 'ответ за 22 сек'],
    [{ seconds: null }, 'ответ, время неизвестно'],
    [{ kind: 'alert', number: 0, of: 3 }, 'первое'],
    [{ kind: 'alert', number: 1, of: 3 }, 'повтор 1 из 3'],
    [{ kind: 'alert', number: 4, of: null }, 'повтор 4'],
    [{ kind: 'verification', number: 0, of: 5 }, 'отчёт проверен: 0 из 5'],
    [{ kind: 'verification', number: null }, 'отчёт проверен'],
    [{ kind: 'dismissed', detail: 'вопрос' }, 'слово «вопрос»'],
    [{ kind: 'report' }, 'отчёт ждёт проверки'],
  ] as const)('%o reads «%s»', (changes, expected) => {
    expect(words(changes)).toBe(expected);
  });

  it('is named after who did it, or after what it is', () => {
    const alert = feed.find(({ kind }) => kind === 'alert');
    expect(alert && feedTitle(i18next.t, alert)).toBe('Оповещение отправлено');
    expect(feed[0] && feedTitle(i18next.t, feed[0])).toBe('Алина Воронцова');
  });
});

it('the feed stands still under the pointer', () => {
  const { container, show } = renderLive(<FeedPanel />);
  const list = container.querySelector('ul')?.parentElement as HTMLElement;
  fireEvent.pointerMove(list, { pointerType: 'mouse' });
  const fresh = { ...feed[0], id: 'fresh', who: 'Новый Человек' } as (typeof feed)[number];
  show(liveState({ feed: [fresh, ...feed.slice(0, 6)] }));
  expect(screen.queryByText('Новый Человек')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: '1 новая запись' }));
  expect(screen.getByText('Новый Человек')).toBeInTheDocument();
});
